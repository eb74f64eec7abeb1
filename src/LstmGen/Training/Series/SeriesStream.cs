namespace LstmGen.Training;

/// <summary>
/// A part of a series as one stream: the state goes on from chunk to chunk of <see cref="SeriesWindowOptions.Steps"/> rows, in
/// <see cref="SeriesWindowOptions.Batch"/> streams side by side.
/// </summary>
public sealed class SeriesStream : LstmStream
{
    private readonly SeriesTargets _series;

    /// <summary>A stream whose targets are later rows of the same series.</summary>
    /// <param name="series">[T, columns]; not copied.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="part">The rows to use.</param>
    /// <param name="options">Sizes and horizon; a stream has no stride, scored steps, augmentation or missing targets.</param>
    /// <exception cref="ArgumentException">Lengths or options do not fit, a value is not finite, or the part is too short.</exception>
    public SeriesStream(ReadOnlyMemory<float> series, int columns, SeriesPart part, SeriesWindowOptions options)
        : this(series, columns, series, columns, part, options)
    {
    }

    /// <summary>A stream whose targets are rows of another series of as many rows.</summary>
    /// <param name="inputs">[T, inputColumns]; not copied.</param>
    /// <param name="inputColumns">Number of input columns.</param>
    /// <param name="targets">[T, targetColumns]; not copied.</param>
    /// <param name="targetColumns">Number of target columns.</param>
    /// <param name="part">The rows to use.</param>
    /// <param name="options">Sizes and horizon; a stream has no stride, scored steps, augmentation or missing targets.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public SeriesStream(
        ReadOnlyMemory<float> inputs, int inputColumns, ReadOnlyMemory<float> targets, int targetColumns, SeriesPart part, SeriesWindowOptions options)
        : this(new SeriesTargets(inputs, inputColumns, targets, targetColumns, [part], options), options)
    {
    }

    private SeriesStream(SeriesTargets series, SeriesWindowOptions options)
        : base(series.Usable(series.Parts[0]), options.Batch, options.Steps, series.Width, series.Size)
    {
        if (options.Stride != 1 || options.ScoredSteps is not null || options.Augmentation is not null || options.MissingTargets)
        {
            throw new ArgumentException("A stream has no stride, scored steps, augmentation or missing targets.", nameof(options));
        }

        _series = series;
    }

    /// <inheritdoc/>
    public override string Description => $"{nameof(SeriesStream)}({_series.Description})";

    internal override void CheckTargets(LstmLoss loss, int outputSize) => _series.Check(loss, outputSize);

    /// <inheritdoc/>
    protected override void Read(int position, Span<float> input, Span<float> target)
    {
        int at = _series.Parts[0].Start + position;
        _series.CopyInput(at, input);
        _series.CopyTargets(at, target);
    }
}
