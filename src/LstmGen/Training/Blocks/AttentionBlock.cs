namespace LstmGen.Training;

/// <summary>
/// Attention: for each query the mean of the source's steps, weighted by the softmax of their scores. Each sequence has its own source; steps past its length have weight 0.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Read"/> takes a source; <see cref="Forward(ReadOnlySpan{float}, Span{float}, Span{float}, bool)"/> takes queries over it, all steps at once or step by step (nested, where each query
/// depends on the context before); <see cref="Backward(ReadOnlySpan{float}, Span{float})"/> goes back through these passes, the last first; <see cref="ReadBackward"/> ends with the gradients of the
/// source and the parameters. <see cref="Run"/> remembers nothing: for decoding.
/// </para>
/// <para>
/// Parameters, uniform in ±1 / sqrt(columns) at first as PyTorch's linear layers without bias: of <see cref="AttentionKind.General"/> <c>weight</c> [query, source];
/// of <see cref="AttentionKind.Additive"/> <c>query_weight</c> [units, query], <c>source_weight</c> [units, source] and <c>score_weight</c> [1, units].
/// </para>
/// <para>
/// Buffers are time-major: queries [U, B, query], source [T, B, source], contexts [U, B, source], weights [U, B, T]. Nothing is allocated after construction; results have the same bits on
/// every processor, for any number of threads, alone or in any batch (gradients of parameters depend on the batch).
/// </para>
/// </remarks>
public sealed partial class AttentionBlock : TrainableBlock
{
    private readonly AttentionOptions _options;
    private readonly BlockRows _steps;
    private bool _read;

    /// <summary>Attention.</summary>
    /// <param name="name">What the names of its parameters start with, such as <c>attention.</c></param>
    /// <param name="querySize">Floats of a query, at least 1.</param>
    /// <param name="sourceSize">Floats of a step of the source, at least 1.</param>
    /// <param name="options">Sizes and choices.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the sizes of a dot product differ.</exception>
    public AttentionBlock(string name, int querySize, int sourceSize, AttentionOptions options)
        : this(name, querySize, sourceSize, options, MatrixKernels.Best)
    {
    }

    internal AttentionBlock(string name, int querySize, int sourceSize, AttentionOptions options, MatrixKernels kernels)
        : base(name, options?.Seed ?? throw new ArgumentNullException(nameof(options)))
    {
        AttentionGuard.Options(querySize, sourceSize, options);
        (QuerySize, SourceSize, _options, _steps) = (querySize, sourceSize, options, new BlockRows(options.QuerySteps, "steps"));
        int units = options.Units ?? querySize;
        if (options.Kind == AttentionKind.General)
        {
            SourceWeight = Uniform("weight", [querySize, sourceSize], 1 / Math.Sqrt(sourceSize));
        }
        else if (options.Kind == AttentionKind.Additive)
        {
            QueryWeight = Uniform("query_weight", [units, querySize], 1 / Math.Sqrt(querySize));
            SourceWeight = Uniform("source_weight", [units, sourceSize], 1 / Math.Sqrt(sourceSize));
            ScoreWeight = Uniform("score_weight", [1, units], 1 / Math.Sqrt(units));
        }

        _memory = new AttentionMemory(querySize, sourceSize, options.Kind == AttentionKind.Additive ? units : querySize, options, new MatrixProducts(options.Threads, kernels));
        (_attend, _derive) = (AttendPart, DerivePart);
    }

    /// <summary>Floats of a query.</summary>
    public int QuerySize { get; }

    /// <summary>Floats of a step of the source, and of a context.</summary>
    public int SourceSize { get; }

    /// <summary>Additive attention's weights of queries.</summary>
    public LstmTrainable? QueryWeight { get; }

    /// <summary>Weights of the source of general and additive attention.</summary>
    public LstmTrainable? SourceWeight { get; }

    /// <summary>Additive attention's weights of tanh.</summary>
    public LstmTrainable? ScoreWeight { get; }

    /// <summary>Takes a source; what was remembered of the one before is forgotten.</summary>
    /// <param name="source">[T, B, source]; copied, and not read past a sequence's length.</param>
    /// <param name="lengths">[B], each 0 to T; a sequence of length 0 has contexts 0. Empty: as many sequences as <see cref="AttentionOptions.Batch"/>, all T long.</param>
    /// <exception cref="ArgumentException">A length differs, is out of range, or is more than the block was made for.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Read(ReadOnlySpan<float> source, ReadOnlySpan<int> lengths = default)
    {
        int batch = AttentionGuard.Batch(_options, lengths), steps = AttentionGuard.SourceSteps(_options, source.Length, batch, SourceSize, lengths);
        Enter();
        try
        {
            _steps.Clear();
            _memory.Source(source, lengths, steps, batch);
            ProjectSource();
            _read = true;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Some steps of queries over the source, remembered for their backward pass.</summary>
    /// <param name="queries">[U, B, query]; copied.</param>
    /// <param name="contexts">[U, B, source], written.</param>
    /// <param name="weights">[U, B, T], written; or empty: not wanted.</param>
    /// <param name="nested">Whether the passes before stay remembered, whose backward passes come after that of this one; else they are forgotten.</param>
    /// <exception cref="ArgumentException">A length differs, or there are more steps than <see cref="AttentionOptions.QuerySteps"/>.</exception>
    /// <exception cref="InvalidOperationException">No source was read, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<float> queries, Span<float> contexts, Span<float> weights = default, bool nested = false)
    {
        Enter();
        try
        {
            int steps = Queries(queries, contexts, weights);
            Attend(queries, contexts, weights, _steps.Push(steps, nested), steps);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary><see cref="Read"/>, then <see cref="Forward(ReadOnlySpan{float}, Span{float}, Span{float}, bool)"/>.</summary>
    /// <param name="queries">[U, B, query]; copied.</param>
    /// <param name="source">[T, B, source]; copied, and not read past a sequence's length.</param>
    /// <param name="lengths">[B], each 0 to T; or empty.</param>
    /// <param name="contexts">[U, B, source], written.</param>
    /// <param name="weights">[U, B, T], written; or empty: not wanted.</param>
    /// <exception cref="ArgumentException">A length differs, is out of range, or is more than the block was made for.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<float> queries, ReadOnlySpan<float> source, ReadOnlySpan<int> lengths, Span<float> contexts, Span<float> weights = default)
    {
        Read(source, lengths);
        Forward(queries, contexts, weights);
    }

    /// <summary>Steps of queries over the source, of which nothing is remembered; what is stays so.</summary>
    /// <param name="queries">[U, B, query], any number of steps.</param>
    /// <param name="contexts">[U, B, source], written: the bits of a forward pass.</param>
    /// <param name="weights">[U, B, T], written; or empty: not wanted.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No source was read, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Run(ReadOnlySpan<float> queries, Span<float> contexts, Span<float> weights = default)
    {
        Enter();
        try
        {
            int steps = Queries(queries, contexts, weights);
            int query = queries.Length / steps, context = contexts.Length / steps, weight = weights.Length / steps;
            for (int step = 0; step < steps; step++)
            {
                Attend(queries.Slice(step * query, query), contexts.Slice(step * context, context), weights.Slice(step * weight, weight), _options.QuerySteps, 1);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The gradient of the queries of the last forward pass that is remembered, which is used up; those of source and parameters are summed until <see cref="ReadBackward"/>.</summary>
    /// <param name="contextGradients">[U, B, source]: of the loss with respect to the contexts.</param>
    /// <param name="queryGradients">[U, B, query], written; or empty: not wanted.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No forward pass is remembered, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Backward(ReadOnlySpan<float> contextGradients, Span<float> queryGradients)
    {
        Enter();
        try
        {
            (int first, int steps) = _steps.Last;
            BlockGuard.Length(contextGradients.Length, steps * _memory.Batch, SourceSize, nameof(contextGradients));
            BlockGuard.Wanted(queryGradients.Length, steps * _memory.Batch, QuerySize, nameof(queryGradients));
            _steps.Pop();
            Derive(contextGradients, queryGradients, first, steps);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The gradients of the source and the parameters by all backward passes since it was read.</summary>
    /// <param name="sourceGradients">[T, B, source], written, 0 past a sequence's length; or empty: not wanted.</param>
    /// <param name="accumulate">Adds to the gradients of the parameters instead of starting them anew.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No source was read, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void ReadBackward(Span<float> sourceGradients, bool accumulate = false)
    {
        Enter();
        try
        {
            RequireSource();
            BlockGuard.Wanted(sourceGradients.Length, _memory.Steps * _memory.Batch, SourceSize, nameof(sourceGradients));
            Finish(sourceGradients, accumulate);
            _read = false;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary><see cref="Backward(ReadOnlySpan{float}, Span{float})"/>, then <see cref="ReadBackward"/>.</summary>
    /// <param name="contextGradients">[U, B, source]: of the loss with respect to the contexts.</param>
    /// <param name="queryGradients">[U, B, query], written; or empty: not wanted.</param>
    /// <param name="sourceGradients">[T, B, source], written, 0 past a sequence's length; or empty: not wanted.</param>
    /// <param name="accumulate">Adds to the gradients of the parameters instead of starting them anew.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No forward pass is remembered, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Backward(ReadOnlySpan<float> contextGradients, Span<float> queryGradients, Span<float> sourceGradients, bool accumulate = false)
    {
        BlockGuard.Wanted(sourceGradients.Length, _memory.Steps * _memory.Batch, SourceSize, nameof(sourceGradients));
        Backward(contextGradients, queryGradients);
        ReadBackward(sourceGradients, accumulate);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _memory.Products.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RequireSource()
    {
        if (!_read)
        {
            throw new InvalidOperationException("There is no source; a call of Read was expected before.");
        }
    }

    private int Queries(ReadOnlySpan<float> queries, ReadOnlySpan<float> contexts, ReadOnlySpan<float> weights)
    {
        RequireSource();
        int steps = BlockGuard.Rows(queries.Length, _memory.Batch * QuerySize, nameof(queries));
        BlockGuard.Length(contexts.Length, steps * _memory.Batch, SourceSize, nameof(contexts));
        BlockGuard.Wanted(weights.Length, steps * _memory.Batch, _memory.Steps, nameof(weights));
        return steps;
    }
}
