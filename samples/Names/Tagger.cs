using LstmGen.Training;

namespace LstmGen.Samples.Names;

/// <summary>Reads a sentence from both ends.</summary>
[LstmModel(hidden: Tagger.Hidden, input: Tagger.InputWidth, Direction = LstmDirection.Both)]
internal sealed partial class Context;

/// <summary>Vectors of what each word has, an LSTM from both ends, a score for each tag, and a CRF that knows which tags follow each other.</summary>
internal sealed class Tagger : TrainableModel
{
    public const int Hidden = 64, VectorSize = 24, InputWidth = Vocabulary.Features * VectorSize;

    private const float Rare = 1; // a word of n occurrences is taken for one never seen with probability Rare / (Rare + n)

    private readonly float[] _counts;
    private readonly int _seed;
    private readonly EmbeddingBlock _embedding;
    private readonly DropoutBlock _inputDropout, _outputDropout;
    private readonly LstmTape _context;
    private readonly DenseBlock _scores;
    private readonly CrfBlock _crf;
    private readonly LstmState _state;
    private readonly int[] _ids, _tags;
    private readonly float[] _vectors, _hidden, _emissions, _gradients, _outputs;
    private LstmBatch? _batch; // of the last pass, and its steps times its sequences
    private int _rows;

    /// <param name="counts">How often each number of the vocabulary occurs in the training data.</param>
    public Tagger(int batch, int steps, IReadOnlyList<string> tags, float[] counts, int seed, int threads)
        : base(batch, steps, Vocabulary.Features)
    {
        int rows = batch * steps;
        ulong key = (ulong)seed;
        (_counts, _seed, _ids, _tags, _outputs) = (counts, seed, new int[rows * Vocabulary.Features], new int[rows], new float[rows]);
        _embedding = Add(new EmbeddingBlock("embedding.", counts.Length, VectorSize, new() { Rows = _ids.Length, Seed = key, Padding = 0, Deviation = 0.5f }));
        _inputDropout = Add(new DropoutBlock("inputs", 0.3f, key));
        _context = Add(Context.CreateTape(
            LstmWeights.Random(key).Bind(Context.Shape), new() { Batch = batch, Steps = steps, Threads = threads, Seed = key, Prefix = "context." }));
        _outputDropout = Add(new DropoutBlock("hidden", 0.3f, key));
        _scores = Add(new DenseBlock("scores.", 2 * Hidden, tags.Count, new() { Rows = rows, Threads = threads, Seed = key }));
        _crf = Add(new CrfBlock(tags.Count, new() { Constraints = CrfConstraints.Bio(tags) }, seed: key));
        _state = _context.CreateState();
        (_vectors, _hidden) = (new float[_ids.Length * VectorSize], new float[rows * 2 * Hidden]);
        (_emissions, _gradients) = (new float[rows * tags.Count], new float[rows * tags.Count]);
    }

    public override int OutputSize => 1;

    /// <summary>The tags of the last batch, [T, B], found when they are asked for.</summary>
    public override ReadOnlySpan<float> Outputs
    {
        get
        {
            _crf.Decode(_emissions.AsSpan(0, _rows * _crf.Tags), _batch!.Lengths, _tags.AsSpan(0, _rows));
            for (int row = 0; row < _rows; row++)
            {
                _outputs[row] = _tags[row];
            }

            return _outputs.AsSpan(0, _rows);
        }
    }

    public override void Backward()
    {
        Span<float> hidden = _hidden.AsSpan(0, _rows * 2 * Hidden), vectors = _vectors.AsSpan(0, _rows * InputWidth);
        _scores.Backward(_gradients.AsSpan(0, _rows * _crf.Tags), hidden);
        _outputDropout.Backward(hidden);
        _context.Backward(hidden, inputGradients: vectors);
        _inputDropout.Backward(vectors);
        _embedding.Backward(vectors);
    }

    protected override double Compute(LstmBatch batch, bool trains)
    {
        (_batch, _rows) = (batch, batch.Steps * batch.Rows);
        Span<int> ids = _ids.AsSpan(0, _rows * Vocabulary.Features);
        Span<float> vectors = _vectors.AsSpan(0, _rows * InputWidth), hidden = _hidden.AsSpan(0, _rows * 2 * Hidden);
        Span<float> emissions = _emissions.AsSpan(0, _rows * _crf.Tags);
        Number(batch, ids, trains);
        _embedding.Forward(ids, vectors);
        if (trains)
        {
            _inputDropout.Forward(vectors, vectors);
        }

        _state.Reset();
        _context.Forward(vectors, batch.Lengths, _state, hidden, dropout: trains);
        if (trains)
        {
            _outputDropout.Forward(hidden, hidden);
        }

        _scores.Forward(hidden, emissions);
        return _crf.Evaluate(batch, emissions, trains ? _gradients.AsSpan(0, emissions.Length) : []);
    }

    /// <summary>The numbers of the batch, nothing past the end of a sentence; in training rare ones are sometimes never seen.</summary>
    private void Number(LstmBatch batch, Span<int> ids, bool trains)
    {
        // Seeds of neighbours give sequences that differ by a shift: numbers of passes are mixed first.
        var random = new Random(unchecked((int)(((ulong)_seed + ((ulong)Pass * 0x9E37_79B9_7F4A_7C15)) * 0xBF58_476D_1CE4_E5B9 >> 33)));
        for (int index = 0; index < ids.Length; index++)
        {
            (int row, int feature) = Math.DivRem(index, Vocabulary.Features);
            int id = row / batch.Rows < batch.Lengths[row % batch.Rows] ? (int)batch.Inputs[index] : 0;
            ids[index] = trains && random.NextSingle() < Rare / (Rare + _counts[id]) ? 1 + feature : id;
        }
    }
}
