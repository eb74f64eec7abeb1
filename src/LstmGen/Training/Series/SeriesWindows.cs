namespace LstmGen.Training;

/// <summary>
/// Windows over a series, each an independent sequence that starts from a zero state. They are gathered from the one array whenever a batch
/// is filled. Inputs and targets of a window all lie within one part of the series, so that no window sees across a split.
/// </summary>
public sealed class SeriesWindows : LstmExamples
{
    private readonly SeriesTargets _series;
    private readonly SeriesWindowOptions _options;
    private readonly bool _targetsAreInputs;

    /// <summary>Windows whose targets are later rows of the same series.</summary>
    /// <param name="series">[T, columns]; not copied.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="part">The rows to use.</param>
    /// <param name="options">Sizes, horizon, stride.</param>
    /// <exception cref="ArgumentException">Lengths or options do not fit, a value is not finite, or the part is shorter than a window and its targets.</exception>
    public SeriesWindows(ReadOnlyMemory<float> series, int columns, SeriesPart part, SeriesWindowOptions options)
        : this(new SeriesTargets(series, columns, series, columns, part, options), options, targetsAreInputs: true)
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
        : this(new SeriesTargets(inputs, inputColumns, targets, targetColumns, part, options), options, targetsAreInputs: false)
    {
    }

    private SeriesWindows(SeriesTargets series, SeriesWindowOptions options, bool targetsAreInputs)
        : base(NumberOf(series, options), options.Batch, options.Steps, series.Width, series.Size)
    {
        (_series, _options, _targetsAreInputs) = (series, options, targetsAreInputs);
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
        int start = example * _options.Stride;
        for (int step = 0; step < Steps; step++)
        {
            _series.Input(start + step).CopyTo(batch.Input(step, row));
            _series.CopyTargets(start + step, batch.Target(step, row));
        }

        batch.ScoreLast(row, _options.ScoredSteps ?? Steps);
        if (batch.Key is ulong key && _options.Augmentation is SeriesAugmentation augmentation)
        {
            augmentation.Apply(key, example, row, batch, _targetsAreInputs ? _series : null);
        }
    }

    private static int NumberOf(SeriesTargets series, SeriesWindowOptions options)
    {
        if (options.ScoredSteps is int scored && (scored < 1 || scored > options.Steps))
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"ScoredSteps is {scored}; 1 to {options.Steps}, the steps of a window, or null were expected.");
        }

        return series.Usable >= options.Steps
            ? ((series.Usable - options.Steps) / options.Stride) + 1
            : throw new ArgumentException(
                $"The part has {series.Part.Count} rows; a window of {options.Steps} rows and its targets "
                + $"({options.ForecastRows} from {options.Horizon} ahead) need {(long)options.Steps + series.Part.Count - series.Usable}.",
                nameof(options));
    }
}
