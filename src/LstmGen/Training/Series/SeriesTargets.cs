namespace LstmGen.Training;

/// <summary>A series, the parts of it in use, and where the targets of a row lie: checked once, read for every step.</summary>
internal sealed class SeriesTargets
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<float> _targets;
    private readonly int _inputWidth;
    private readonly int _targetWidth;
    private readonly int[] _ahead; // rows from a step to each row that it forecasts
    private readonly int[] _columns;
    private readonly int[] _known;
    private readonly bool _mayMiss;
    private readonly string _horizons;

    internal SeriesTargets(
        ReadOnlyMemory<float> inputs,
        int inputColumns,
        ReadOnlyMemory<float> targets,
        int targetColumns,
        IReadOnlyList<SeriesPart> parts,
        SeriesWindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        int rows = SeriesGuard.Rows(inputs.Length, inputColumns, nameof(inputs));
        if (SeriesGuard.Rows(targets.Length, targetColumns, nameof(targets)) != rows)
        {
            throw new ArgumentException(
                $"targets has {targets.Length / targetColumns} rows; the {rows} of inputs were expected.", nameof(targets));
        }

        Parts = parts.Count > 0 ? [.. parts] : throw new ArgumentException("There are no parts; at least one was expected.", nameof(parts));
        foreach (SeriesPart part in Parts)
        {
            part.Check(rows, nameof(part));
        }

        (_inputs, _inputWidth, _targets, _targetWidth, _mayMiss) = (inputs, inputColumns, targets, targetColumns, options.MissingTargets);
        _columns = options.TargetColumns is null ? [.. Enumerable.Range(0, targetColumns)] : [.. options.TargetColumns];
        _known = [.. options.KnownColumns ?? []];
        SeriesWindowCheck.Sizes(options, _columns, targetColumns, _known, inputColumns);
        Ahead = SeriesWindowCheck.Ahead(options);
        SeriesWindowCheck.Room(options, Ahead, Parts.Max(part => part.Count));
        _ahead = options.Horizons is null ? [.. Enumerable.Range(options.Horizon, options.ForecastRows)] : [.. options.Horizons];
        SeriesWindowCheck.Widths(_ahead.Length, _columns.Length, _known.Length, inputColumns);
        _horizons = options.Horizons is null
            ? $"targets {options.ForecastRows} rows from {options.Horizon} ahead" : $"targets at {string.Join(' ', _ahead)} ahead";
        foreach (SeriesPart part in Parts)
        {
            CheckValues(part);
        }
    }

    internal SeriesPart[] Parts { get; }

    /// <summary>Numbers of one input.</summary>
    internal int Width => _inputWidth + (_ahead.Length * _known.Length);

    /// <summary>Numbers of one target.</summary>
    internal int Size => _ahead.Length * _columns.Length;

    /// <summary>Rows from a step to its last target.</summary>
    internal int LookAhead => _ahead[^1];

    /// <summary>Which rows are forecast, for a message.</summary>
    internal string Ahead { get; }

    /// <summary>What is forecast, for the description of the data.</summary>
    internal string Description => $"{_horizons}, columns {string.Join(' ', _columns)}"
        + (_known.Length > 0 ? $", known columns {string.Join(' ', _known)}" : "") + (_mayMiss ? ", missing targets" : "");

    /// <summary>Rows of a part that have all their targets within it.</summary>
    internal int Usable(SeriesPart part) => part.Count - LookAhead;

    /// <summary>The input of one row of the series: the row, then [forecast rows, known columns].</summary>
    internal void CopyInput(int row, Span<float> input)
    {
        ReadOnlySpan<float> values = _inputs.Span;
        values.Slice(row * _inputWidth, _inputWidth).CopyTo(input);
        int at = _inputWidth;
        for (int index = 0; index < _ahead.Length && _known.Length > 0; index++)
        {
            foreach (int column in _known)
            {
                input[at++] = values[((row + _ahead[index]) * _inputWidth) + column];
            }
        }
    }

    /// <summary>The targets of one row of the series, [forecast rows, columns]; 0 where all are missing.</summary>
    /// <returns>The share of them that is not missing.</returns>
    internal float CopyTargets(int row, Span<float> target)
    {
        ReadOnlySpan<float> values = _targets.Span;
        for (int at = 0; at < target.Length; at++)
        {
            target[at] = values[((row + _ahead[at / _columns.Length]) * _targetWidth) + _columns[at % _columns.Length]];
        }

        if (!_mayMiss)
        {
            return 1;
        }

        int present = SeriesMissing.Present(target);
        if (present == 0)
        {
            target.Clear();
        }

        return present == target.Length ? 1 : (float)present / target.Length;
    }

    /// <summary>How many targets of a row are not missing.</summary>
    internal int Present(int row)
    {
        int present = 0;
        for (int at = 0; at < Size; at++)
        {
            present += float.IsNaN(Target(row, at, out _)) ? 0 : 1;
        }

        return present;
    }

    /// <summary>Throws at the first target that the loss cannot use.</summary>
    internal void Check(LstmLoss loss, int outputSize)
    {
        bool takesMissing = loss.Objection(float.NaN, outputSize) is null;
        foreach (SeriesPart part in Parts)
        {
            for (int row = part.Start; row < part.Start + Usable(part); row++)
            {
                bool partly = _mayMiss && Present(row) is int present && present > 0 && present < Size;
                for (int at = 0; at < Size; at++)
                {
                    float value = Target(row, at, out int ahead);
                    string? objection = !_mayMiss || !float.IsNaN(value) ? loss.Objection(value, outputSize)
                        : partly && !takesMissing ? "others of its step are there: the loss was expected to be one that SeriesMissing.Skip gave" : null;
                    if (objection is not null)
                    {
                        throw new ArgumentException(FormattableString.Invariant(
                            $"The target in row {ahead}, column {ColumnOf(at)} is {value}; {objection}."));
                    }
                }
            }
        }
    }

    /// <summary>The column of the series that number <paramref name="at"/> of a target comes from.</summary>
    internal int ColumnOf(int at) => _columns[at % _columns.Length];

    /// <summary>The column of the inputs that number <paramref name="at"/> of an input comes from.</summary>
    internal int SourceOf(int at) => at < _inputWidth ? at : _known[(at - _inputWidth) % _known.Length];

    private float Target(int row, int at, out int ahead)
    {
        ahead = row + _ahead[at / _columns.Length];
        return _targets.Span[(ahead * _targetWidth) + ColumnOf(at)];
    }

    private void CheckValues(SeriesPart part)
    {
        SeriesGuard.RequireFinite(_inputs.Span[(part.Start * _inputWidth)..(part.End * _inputWidth)], _inputWidth, part.Start, "inputs");
        ReadOnlySpan<float> targets = _targets.Span[(part.Start * _targetWidth)..(part.End * _targetWidth)];
        if (_mayMiss)
        {
            SeriesGuard.RequireFiniteOrMissing(targets, _targetWidth, part.Start, "targets");
        }
        else
        {
            SeriesGuard.RequireFinite(targets, _targetWidth, part.Start, "targets");
        }
    }
}
