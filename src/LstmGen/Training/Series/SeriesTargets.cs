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
        ArgumentOutOfRangeException.ThrowIfNegative(options.Horizon, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ForecastRows, 1, nameof(options));
        _columns = options.TargetColumns is null ? [.. Enumerable.Range(0, targetColumns)] : [.. options.TargetColumns];
        foreach (int column in _columns)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)targetColumns, nameof(options));
        }

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

    /// <summary>Rows of the part that have all their targets within it.</summary>
    internal int Usable => Part.Count - (_horizon + _forecastRows - 1);

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

    /// <summary>The column of the series that number <paramref name="at"/> of a target comes from.</summary>
    internal int ColumnOf(int at) => _columns[at % _columns.Length];
}
