namespace LstmGen.Training;

/// <summary>
/// Windows over a series, each an independent sequence that starts from a zero state. They are gathered from the one array whenever a batch
/// is filled. Inputs and targets of a window all lie within one part of the series, so that no window sees across a split. Many series
/// that one model learns are one array, each a part of it.
/// </summary>
public sealed class SeriesWindows : LstmExamples
{
    private readonly SeriesTargets _series;
    private readonly SeriesWindowOptions _options;
    private readonly WindowStarts _starts;
    private readonly bool _targetsAreInputs;

    /// <summary>Windows whose targets are later rows of the same series.</summary>
    /// <param name="series">[T, columns]; not copied.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="part">The rows to use.</param>
    /// <param name="options">Sizes, horizon, stride.</param>
    /// <exception cref="ArgumentException">Lengths or options do not fit, a value is not finite, or the part is shorter than a window and its targets.</exception>
    public SeriesWindows(ReadOnlyMemory<float> series, int columns, SeriesPart part, SeriesWindowOptions options)
        : this(new SeriesTargets(series, columns, series, columns, [part], options), options, targetsAreInputs: true)
    {
    }

    /// <summary>Windows whose targets are rows of another series of as many rows.</summary>
    /// <param name="inputs">[T, inputColumns]; not copied.</param>
    /// <param name="inputColumns">Number of input columns.</param>
    /// <param name="targets">[T, targetColumns]; not copied.</param>
    /// <param name="targetColumns">Number of target columns.</param>
    /// <param name="part">The rows to use.</param>
    /// <param name="options">Sizes, horizon, stride.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public SeriesWindows(
        ReadOnlyMemory<float> inputs, int inputColumns, ReadOnlyMemory<float> targets, int targetColumns, SeriesPart part, SeriesWindowOptions options)
        : this(new SeriesTargets(inputs, inputColumns, targets, targetColumns, [part], options), options, targetsAreInputs: false)
    {
    }

    /// <summary>Windows of several parts, each within one: of many series that lie one after the other, say.</summary>
    /// <param name="inputs">[T, inputColumns]; not copied.</param>
    /// <param name="inputColumns">Number of input columns.</param>
    /// <param name="targets">[T, targetColumns]; not copied.</param>
    /// <param name="targetColumns">Number of target columns.</param>
    /// <param name="parts">The rows to use. A part that is too short for a window has none; one part at least must be long enough.</param>
    /// <param name="options">Sizes, horizon, stride.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public SeriesWindows(
        ReadOnlyMemory<float> inputs,
        int inputColumns,
        ReadOnlyMemory<float> targets,
        int targetColumns,
        IReadOnlyList<SeriesPart> parts,
        SeriesWindowOptions options)
        : this(new SeriesTargets(inputs, inputColumns, targets, targetColumns, parts, options), options, targetsAreInputs: false)
    {
    }

    private SeriesWindows(SeriesTargets series, SeriesWindowOptions options, bool targetsAreInputs)
        : this(series, options, new WindowStarts(series, options), targetsAreInputs)
    {
    }

    private SeriesWindows(SeriesTargets series, SeriesWindowOptions options, WindowStarts starts, bool targetsAreInputs)
        : base(starts.Count, options.Batch, options.Steps, series.Width, series.Size)
    {
        (_series, _options, _starts, _targetsAreInputs) = (series, options, starts, targetsAreInputs);
        options.Augmentation?.Check();
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"{nameof(SeriesWindows)}(stride {_options.Stride}, {_series.Description}, scored steps {_options.ScoredSteps ?? Steps}, jitter {_options.Augmentation?.Jitter ?? 0}, scaling {_options.Augmentation?.Scaling ?? 0})");

    internal override string Noun => "window";

    internal override void CheckTargets(LstmLoss loss, int outputSize) => _series.Check(loss, outputSize);

    /// <inheritdoc/>
    protected override void FillRow(int example, int row, LstmBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int start = _starts[example];
        int scored = Steps - (_options.ScoredSteps ?? Steps);
        for (int step = 0; step < Steps; step++)
        {
            _series.CopyInput(start + step, batch.Input(step, row));
            float share = _series.CopyTargets(start + step, batch.Target(step, row));
            batch.MaskOf(step, row) = step < scored ? 0 : share;
        }

        if (batch.Key is ulong key && _options.Augmentation is SeriesAugmentation augmentation)
        {
            augmentation.Apply(key, example, row, batch, _series, _targetsAreInputs);
        }
    }

    /// <summary>The row of the series that a window ends with, from which its last step forecasts.</summary>
    /// <param name="window">0 up to but not including <see cref="LstmExamples.Examples"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public int OriginOf(int window)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)window, (uint)Examples, nameof(window));
        return _starts[window] + Steps - 1;
    }
}
