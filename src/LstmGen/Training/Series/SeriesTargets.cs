namespace LstmGen.Training;

/// <summary>A series, the part of it in use, and where the targets of a row lie: checked once, read for every step.</summary>
internal sealed class SeriesTargets
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<float> _targets;
    private readonly int _targetWidth;
    private readonly int _horizon;
    private readonly int _forecastRows;
    private readonly int[] _columns;

    internal SeriesTargets(
        ReadOnlyMemory<float> inputs, int inputColumns, ReadOnlyMemory<float> targets, int targetColumns, SeriesPart part, SeriesWindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        int rows = SeriesGuard.Rows(inputs.Length, inputColumns, nameof(inputs));
        if (SeriesGuard.Rows(targets.Length, targetColumns, nameof(targets)) != rows)
        {
            throw new ArgumentException(
                $"targets has {targets.Length / targetColumns} rows; the {rows} of inputs were expected.", nameof(targets));
        }

        part.Check(rows, nameof(part));
        _columns = options.TargetColumns is null ? [.. Enumerable.Range(0, targetColumns)] : [.. options.TargetColumns];
        CheckOptions(options, targetColumns, part);

        (_inputs, Width, _targets, _targetWidth) = (inputs, inputColumns, targets, targetColumns);
        (_horizon, _forecastRows, Part) = (options.Horizon, options.ForecastRows, part);
        SeriesGuard.RequireFinite(inputs.Span[(part.Start * Width)..(part.End * Width)], Width, part.Start, nameof(inputs));
        SeriesGuard.RequireFinite(targets.Span[(part.Start * _targetWidth)..(part.End * _targetWidth)], _targetWidth, part.Start, nameof(targets));
    }

    internal SeriesPart Part { get; }

    /// <summary>Columns of the inputs.</summary>
    internal int Width { get; }

    /// <summary>Numbers of one target.</summary>
    internal int Size => _forecastRows * _columns.Length;

    /// <summary>Rows of the part that have all their targets within it, at least 1.</summary>
    internal int Usable => Part.Count - (_horizon + _forecastRows - 1);

    /// <summary>What is forecast, for the description of the data.</summary>
    internal string Description => $"targets {_forecastRows} rows from {_horizon} ahead, columns {string.Join(' ', _columns)}";

    internal ReadOnlySpan<float> Input(int row) => _inputs.Span.Slice((Part.Start + row) * Width, Width);

    /// <summary>The targets of one row of the part: [forecast rows, columns].</summary>
    internal void CopyTargets(int row, Span<float> target)
    {
        ReadOnlySpan<float> values = _targets.Span;
        for (int at = 0; at < target.Length; at++)
        {
            int ahead = Part.Start + row + _horizon + (at / _columns.Length);
            target[at] = values[(ahead * _targetWidth) + _columns[at % _columns.Length]];
        }
    }

    /// <summary>Throws at the first target that the loss cannot use.</summary>
    internal void Check(LstmLoss loss, int outputSize)
    {
        ReadOnlySpan<float> values = _targets.Span;
        for (int row = Part.Start + _horizon; row < Part.End; row++)
        {
            foreach (int column in _columns)
            {
                float value = values[(row * _targetWidth) + column];
                if (loss.Objection(value, outputSize) is string objection)
                {
                    throw new ArgumentException(FormattableString.Invariant($"The target in row {row}, column {column} is {value}; {objection}."));
                }
            }
        }
    }

    /// <summary>The column of the series that number <paramref name="at"/> of a target comes from.</summary>
    internal int ColumnOf(int at) => _columns[at % _columns.Length];

    private void CheckOptions(SeriesWindowOptions options, int targetColumns, SeriesPart part)
    {
        AtLeast(1, options.Steps, nameof(options.Steps));
        AtLeast(1, options.Batch, nameof(options.Batch));
        AtLeast(1, options.Stride, nameof(options.Stride));
        AtLeast(0, options.Horizon, nameof(options.Horizon));
        AtLeast(1, options.ForecastRows, nameof(options.ForecastRows));
        if (_columns.Length == 0)
        {
            throw new ArgumentException("TargetColumns is empty; at least one column, or null for all, was expected.", nameof(options));
        }

        foreach (int column in _columns)
        {
            if ((uint)column >= (uint)targetColumns)
            {
                throw new ArgumentOutOfRangeException(nameof(options), $"TargetColumns has {column}; 0 to {targetColumns - 1} were expected.");
            }
        }

        if ((long)options.ForecastRows * _columns.Length > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"ForecastRows is {options.ForecastRows} with {_columns.Length} columns; at most {Array.MaxLength} numbers of a target are possible.");
        }

        long ahead = (long)options.Horizon + options.ForecastRows;
        if (part.Count < ahead)
        {
            throw new ArgumentException(
                $"The part has {part.Count} rows; a row and its targets ({options.ForecastRows} from {options.Horizon} ahead) need {ahead}.", nameof(options));
        }
    }

    private static void AtLeast(int least, int value, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException("options", $"{name} is {value}; at least {least} was expected.");
        }
    }
}
