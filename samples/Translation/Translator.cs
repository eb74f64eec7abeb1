using LstmGen.Training;

namespace LstmGen.Samples.Translation;

/// <summary>Reads a sentence in both directions.</summary>
[LstmModel(hidden: 192, input: 256, Direction = LstmDirection.Both)]
public sealed partial class Encoder;

/// <summary>Writes the translation: reads the word before.</summary>
[LstmModel(hidden: 384, input: 256)]
public sealed partial class Decoder;

/// <summary>Encoder, attention (Luong, Pham and Manning, 2015) and decoder; words are scored by the vectors that the decoder reads.</summary>
internal sealed class Translator : TrainableModel
{
    private const int Embedding = 256;
    private static readonly int Width = Encoder.Shape.OutputSize; // of the source and of a query: both states side by side

    private readonly LstmLoss _loss;
    private readonly LstmTape _encoder, _decoder;
    private readonly LstmState _source, _target, _sourceGradient, _targetGradient;
    private readonly DropoutBlock _dropSource, _dropTarget, _dropCombined;
    private readonly int[] _sourceIds, _targetIds, _rows;
    private readonly float[] _labels, _x, _y, _memory, _memoryGradient, _queries, _queryGradient, _attended, _contexts, _joined, _combined, _scores, _scoreGradient;
    private int _steps, _targetSteps, _count;

    public Translator(int sourceWords, int targetWords, int batch, int steps, int targetSteps, float dropout, float smoothing, ulong seed, int threads)
        : base(batch, steps, 1, 1, targetSteps)
    {
        int sources = batch * steps, targets = batch * targetSteps;
        SourceWords = Add(new EmbeddingBlock("source.", sourceWords, Embedding, new() { Rows = sources, Seed = seed, Deviation = 0.1f }));
        TargetWords = Add(new EmbeddingBlock("target.", targetWords, Embedding, new() { Rows = targets, Seed = seed, Deviation = 0.1f }));
        (EncoderParameters, DecoderParameters) = (LstmWeights.Random(seed).Bind(Encoder.Shape), LstmWeights.Random(seed + 1).Bind(Decoder.Shape));
        _encoder = Add(Encoder.CreateTape(EncoderParameters, new() { Batch = batch, Steps = steps, Threads = threads, Prefix = "encoder." }));
        _decoder = Add(Decoder.CreateTape(DecoderParameters, new() { Batch = batch, Steps = targetSteps, Threads = threads, Prefix = "decoder." }));
        Attention = Add(new AttentionBlock("attention.", Width, Width, new()
        {
            Batch = batch, SourceSteps = steps, QuerySteps = targetSteps, Kind = AttentionKind.General, Threads = threads, Seed = seed,
        }));
        Combine = Add(new DenseBlock("combine.", 2 * Width, Embedding, new() { Rows = targets, Activation = LstmActivation.Tanh, Threads = threads, Seed = seed }));
        Output = Add(new DenseBlock("output.", Embedding, targetWords, new() { Rows = targets, Weight = TargetWords.Weight, Threads = threads, Seed = seed }));
        (_dropSource, _dropTarget, _dropCombined) = (Add(Drop("source.")), Add(Drop("target.")), Add(Drop("combined.")));
        _loss = LstmLoss.SoftmaxCrossEntropyWith([], smoothing);
        (_source, _target, _sourceGradient, _targetGradient) = (_encoder.CreateState(), _decoder.CreateState(), _encoder.CreateState(), _decoder.CreateState());
        (_sourceIds, _targetIds, _rows, _labels) = (new int[sources], new int[targets], new int[targets], new float[targets]);
        (_x, _y) = (new float[sources * Embedding], new float[targets * Embedding]);
        (_memory, _memoryGradient) = (new float[sources * Width], new float[sources * Width]);
        (_queries, _queryGradient, _attended, _contexts) = (new float[targets * Width], new float[targets * Width], new float[targets * Width], new float[targets * Width]);
        (_joined, _combined) = (new float[2 * targets * Width], new float[targets * Embedding]);
        (_scores, _scoreGradient) = (new float[targets * targetWords], new float[targets * targetWords]);

        DropoutBlock Drop(string name) => new(name, dropout, seed);
    }

    public EmbeddingBlock SourceWords { get; }

    public EmbeddingBlock TargetWords { get; }

    public AttentionBlock Attention { get; }

    public DenseBlock Combine { get; }

    public DenseBlock Output { get; }

    public LstmParameters EncoderParameters { get; }

    public LstmParameters DecoderParameters { get; }

    protected override double Compute(LstmBatch batch, bool trains)
    {
        Take(batch);
        Span<float> x = Source(_x, Embedding), y = Target(_y, Embedding), combined = _combined.AsSpan(0, _count * Embedding);
        SourceWords.Forward(_sourceIds.AsSpan(0, _steps * Batch), x);
        Drop(_dropSource, x, trains);
        _source.Reset();
        _encoder.Forward(x, batch.Lengths, _source, Source(_memory, Width), trains);

        TargetWords.Forward(_targetIds.AsSpan(0, _targetSteps * Batch), y);
        Drop(_dropTarget, y, trains);
        _target.JoinFrom(_source);
        _decoder.Forward(y, batch.TargetLengths, _target, Target(_queries, Width), trains);
        Attention.Forward(Target(_queries, Width), Source(_memory, Width), batch.Lengths, Target(_contexts, Width));

        for (int row = 0; row < _count; row++)
        {
            Row(_contexts, _rows[row]).CopyTo(Row(_joined, 2 * row));
            Row(_queries, _rows[row]).CopyTo(Row(_joined, (2 * row) + 1));
        }

        Combine.Forward(_joined.AsSpan(0, 2 * _count * Width), combined);
        Drop(_dropCombined, combined, trains);
        Output.Forward(combined, Scores(_scores));
        return _loss.Evaluate(Scores(_scores), _labels.AsSpan(0, _count), [], TargetWords.Count, Scores(_scoreGradient));
    }

    public override void Backward()
    {
        Span<float> x = Source(_x, Embedding), y = Target(_y, Embedding), combined = _combined.AsSpan(0, _count * Embedding);
        Output.Backward(Scores(_scoreGradient), combined);
        _dropCombined.Backward(combined);
        Combine.Backward(combined, _joined.AsSpan(0, 2 * _count * Width));
        Target(_contexts, Width).Clear();
        Target(_queryGradient, Width).Clear();
        for (int row = 0; row < _count; row++)
        {
            Row(_joined, 2 * row).CopyTo(Row(_contexts, _rows[row]));
            Row(_joined, (2 * row) + 1).CopyTo(Row(_queryGradient, _rows[row]));
        }

        Attention.Backward(Target(_contexts, Width), Target(_attended, Width), Source(_memoryGradient, Width));
        for (int at = 0; at < _targetSteps * Batch * Width; at++)
        {
            _queryGradient[at] += _attended[at];
        }

        _targetGradient.Reset();
        _decoder.Backward(Target(_queryGradient, Width), _targetGradient, y);
        _dropTarget.Backward(y);
        TargetWords.Backward(y, accumulate: true); // behind the output layer, whose weights these are
        _sourceGradient.SplitFrom(_targetGradient);
        _encoder.Backward(Source(_memoryGradient, Width), _sourceGradient, x);
        _dropSource.Backward(x);
        SourceWords.Backward(x);
    }

    /// <summary>The words of a batch, and the rows of its targets that count.</summary>
    private void Take(LstmBatch batch)
    {
        (_steps, _targetSteps, _count) = (batch.Steps, batch.TargetSteps, 0);
        for (int at = 0; at < _steps * Batch; at++)
        {
            _sourceIds[at] = at / Batch < batch.Lengths[at % Batch] ? (int)batch.Inputs[at] : Vocabulary.End;
        }

        for (int at = 0; at < _targetSteps * Batch; at++)
        {
            bool counts = at / Batch < batch.TargetLengths[at % Batch];
            _targetIds[at] = at < Batch || !counts ? Vocabulary.Start : (int)batch.Targets[at - Batch];
            if (counts)
            {
                (_rows[_count], _labels[_count]) = (at, batch.Targets[at]);
                _count++;
            }
        }
    }

    private static void Drop(DropoutBlock dropout, Span<float> values, bool trains)
    {
        if (trains)
        {
            dropout.Forward(values, values);
        }
    }

    private Span<float> Source(float[] values, int width) => values.AsSpan(0, _steps * Batch * width);

    private Span<float> Target(float[] values, int width) => values.AsSpan(0, _targetSteps * Batch * width);

    private Span<float> Scores(float[] values) => values.AsSpan(0, _count * TargetWords.Count);

    private static Span<float> Row(float[] values, int row) => values.AsSpan(row * Width, Width);
}
