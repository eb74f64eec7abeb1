using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>What attention remembers. Rows of floats are filled up with zeros to a multiple of 16.</summary>
internal sealed class AttentionMemory
{
    private readonly int[] _lengths;
    private readonly float[] _scratch;

    /// <param name="querySize">Floats of a query.</param>
    /// <param name="sourceSize">Floats of a step of the source.</param>
    /// <param name="keySize">Floats of what is compared.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="products">Threads and kernels.</param>
    internal AttentionMemory(int querySize, int sourceSize, int keySize, AttentionOptions options, MatrixProducts products)
    {
        (QuerySize, SourceSize, KeySize, Products) = (querySize, sourceSize, keySize, products);
        (QueryStride, SourceStride, KeyStride) = (Round(querySize), Round(sourceSize), Round(keySize));
        WeightStride = options.SourceSteps;
        _lengths = new int[options.Batch];
        int sources = BlockGuard.Floats(options.SourceSteps, options.Batch, "SourceSteps"), queries = BlockGuard.Floats(checked(options.QuerySteps + 1), options.Batch, "QuerySteps");
        bool additive = options.Kind == AttentionKind.Additive, projects = options.Kind != AttentionKind.Dot;
        Sources = new float[BlockGuard.Floats(sources, SourceStride, "SourceSteps x Batch")];
        SourceGradients = new float[Sources.Length];
        Keys = projects ? new float[BlockGuard.Floats(sources, KeyStride, "SourceSteps x Batch")] : Sources;
        KeyGradients = new float[Keys.Length];
        Queries = new float[BlockGuard.Floats(queries, QueryStride, "QuerySteps x Batch")];
        Projected = additive ? new float[BlockGuard.Floats(queries, KeyStride, "QuerySteps x Batch")] : Queries;
        QueryGradients = new float[Projected.Length];
        PassedGradients = additive ? new float[Queries.Length] : QueryGradients;
        Contexts = new float[BlockGuard.Floats(queries, SourceStride, "QuerySteps x Batch")];
        Weights = new float[BlockGuard.Floats(queries, WeightStride, "QuerySteps x Batch")];
        ScoreGradients = new float[additive ? options.Batch * KeyStride : 0];
        Scores = new float[KeyStride];
        _scratch = new float[options.Batch * ScratchStride];
        SourceRoom = projects ? products.Room(Math.Max(sources, Math.Max(sourceSize, keySize)), Math.Max(sourceSize, keySize)) : null;
        QueryRoom = additive ? products.Room(Math.Max(queries, Math.Max(querySize, keySize)), Math.Max(querySize, keySize)) : null;
        Zeros = products.Start(Math.Max(querySize, Math.Max(sourceSize, keySize)));
        QueryWeightGradients = new float[additive ? keySize * querySize : 0];
    }

    internal int QuerySize { get; }

    internal int SourceSize { get; }

    internal int KeySize { get; }

    internal int QueryStride { get; }

    internal int SourceStride { get; }

    internal int KeyStride { get; }

    internal int WeightStride { get; }

    /// <summary>Steps of the present source.</summary>
    internal int Steps { get; private set; }

    /// <summary>Sequences of the present source.</summary>
    internal int Batch { get; private set; }

    internal MatrixProducts Products { get; }

    internal float[] Sources { get; }

    internal float[] SourceGradients { get; }

    /// <summary>What queries are compared with: the source, projected or as it is.</summary>
    internal float[] Keys { get; }

    internal float[] KeyGradients { get; }

    internal float[] Queries { get; }

    /// <summary>What is compared with keys: queries, projected or as they are.</summary>
    internal float[] Projected { get; }

    internal float[] QueryGradients { get; }

    /// <summary>Gradients of the queries themselves.</summary>
    internal float[] PassedGradients { get; }

    /// <summary>Contexts, then their gradients.</summary>
    internal float[] Contexts { get; }

    internal float[] Weights { get; }

    /// <summary>Of additive attention, for each sequence its own sum.</summary>
    internal float[] ScoreGradients { get; }

    /// <summary>Weights of tanh.</summary>
    internal float[] Scores { get; }

    internal PackedMatrix? SourceRoom { get; }

    internal PackedMatrix? QueryRoom { get; }

    internal float[] Zeros { get; }

    internal float[] QueryWeightGradients { get; }

    private int ScratchStride => (2 * KeyStride) + WeightStride;

    internal int Length(int row) => _lengths[row];

    /// <summary>Two rows of keys, then one of weights, which a sequence has for itself.</summary>
    internal Span<float> Scratch(int row) => _scratch.AsSpan(row * ScratchStride, ScratchStride);

    /// <summary>Takes a source over; zeros past its lengths, which products read.</summary>
    internal void Source(ReadOnlySpan<float> source, ReadOnlySpan<int> lengths, int steps, int batch)
    {
        (Steps, Batch) = (steps, batch);
        for (int row = 0; row < batch; row++)
        {
            _lengths[row] = lengths.IsEmpty ? steps : lengths[row];
        }

        for (int at = 0; at < steps * batch; at++)
        {
            Span<float> to = Sources.AsSpan(at * SourceStride, SourceSize);
            if (at / batch < _lengths[at % batch])
            {
                source.Slice(at * SourceSize, SourceSize).CopyTo(to);
            }
            else
            {
                to.Clear();
            }
        }

        Array.Clear(SourceGradients);
        Array.Clear(KeyGradients);
        Array.Clear(ScoreGradients);
        Array.Clear(QueryWeightGradients);
    }

    /// <summary>Rows without padding into rows with it.</summary>
    internal static void Spread(ReadOnlySpan<float> from, int size, Span<float> to, int stride)
    {
        for (int row = 0; row * size < from.Length; row++)
        {
            from.Slice(row * size, size).CopyTo(to[(row * stride)..]);
        }
    }

    /// <summary>Rows with padding into rows without.</summary>
    internal static void Gather(ReadOnlySpan<float> from, int stride, Span<float> to, int size)
    {
        for (int row = 0; row * size < to.Length; row++)
        {
            from.Slice(row * stride, size).CopyTo(to[(row * size)..]);
        }
    }

    private static int Round(int size) => LstmStateLayout.Round16(size);
}
