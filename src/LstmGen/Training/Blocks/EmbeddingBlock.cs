using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>A table of vectors, one for each number of a vocabulary: PyTorch's <c>nn.Embedding</c>.</summary>
/// <remarks>
/// <para>The parameter is <c>weight</c> [count, size]; initial values are normal with mean 0 and the deviation of the options, that of the padding 0.</para>
/// <para>The gradient of a vector is one chain of additions over the numbers in order; vectors that do not occur cost nothing but their zeros. Nothing is allocated after construction.</para>
/// </remarks>
public sealed class EmbeddingBlock : TrainableBlock
{
    private readonly EmbeddingOptions _options;
    private readonly BlockRows _rows;
    private readonly int[] _ids;

    /// <summary>A table of vectors.</summary>
    /// <param name="name">What the name of its parameter starts with, such as <c>words.</c></param>
    /// <param name="count">Number of vectors, at least 1.</param>
    /// <param name="size">Floats of a vector, at least 1.</param>
    /// <param name="options">Sizes and choices.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public EmbeddingBlock(string name, int count, int size, EmbeddingOptions options)
        : base(name, options?.Seed ?? throw new ArgumentNullException(nameof(options)))
    {
        BlockGuard.AtLeastOne(count, nameof(count));
        BlockGuard.AtLeastOne(size, nameof(size));
        BlockGuard.AtLeastOne(options.Rows, nameof(options.Rows));
        LstmOptionGuard.NotNegative(options.Deviation, nameof(options.Deviation));
        if (options.Padding is { } padding && (padding < 0 || padding >= count))
        {
            throw new ArgumentException($"Padding is {padding}; a number from 0 to {count - 1}, or null, was expected.", nameof(options));
        }

        (Count, Size, _options) = (count, size, options);
        float[] values = BlockValues.Normal([count, size], BlockValues.Key(options.Seed, name + "weight"));
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = index / size == options.Padding ? 0 : values[index] * options.Deviation;
        }

        Weight = Add("weight", [count, size], values);
        (_rows, _ids) = (new BlockRows(options.Rows), new int[options.Rows]);
    }

    /// <summary>Number of vectors.</summary>
    public int Count { get; }

    /// <summary>Floats of a vector.</summary>
    public int Size { get; }

    /// <summary>[count, size].</summary>
    public LstmTrainable Weight { get; }

    /// <summary>The vectors of some numbers, which are remembered for <see cref="Backward"/>.</summary>
    /// <param name="ids">Each 0 to count - 1; copied.</param>
    /// <param name="vectors">[ids, size], written.</param>
    /// <param name="nested">Whether the passes before stay remembered, whose backward passes come after that of this one; else they are forgotten.</param>
    /// <exception cref="ArgumentException">A length differs, a number is out of range, or there are more than <see cref="EmbeddingOptions.Rows"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<int> ids, Span<float> vectors, bool nested = false)
    {
        Require(ids, vectors);
        Enter();
        try
        {
            ids.CopyTo(_ids.AsSpan(_rows.Push(ids.Length, nested)));
            Look(ids, vectors);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The vectors of some numbers; nothing is remembered, and what is stays so.</summary>
    /// <param name="ids">Each 0 to count - 1.</param>
    /// <param name="vectors">[ids, size], written.</param>
    /// <exception cref="ArgumentException">A length differs, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Run(ReadOnlySpan<int> ids, Span<float> vectors)
    {
        Require(ids, vectors);
        Enter();
        try
        {
            Look(ids, vectors);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The gradient of the last forward pass that is remembered, which is used up.</summary>
    /// <param name="vectorGradients">[ids, size]: of the loss with respect to the vectors; that of the padding is not read.</param>
    /// <param name="accumulate">Adds to the gradient of the table instead of starting it anew.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No forward pass is remembered, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Backward(ReadOnlySpan<float> vectorGradients, bool accumulate = false)
    {
        Enter();
        try
        {
            (int first, int count) = _rows.Last;
            BlockGuard.Length(vectorGradients.Length, count, Size, nameof(vectorGradients));
            _rows.Pop();
            if (!accumulate)
            {
                Weight.Gradients.Clear();
            }

            for (int row = 0; row < count; row++)
            {
                int id = _ids[first + row];
                if (id != _options.Padding)
                {
                    Span<float> sum = Weight.Gradients.Slice(id * Size, Size);
                    NodeRows.Add(sum, vectorGradients.Slice(row * Size, Size), sum);
                }
            }
        }
        finally
        {
            Exit();
        }
    }

    private void Look(ReadOnlySpan<int> ids, Span<float> vectors)
    {
        for (int row = 0; row < ids.Length; row++)
        {
            Weight.Values.Slice(ids[row] * Size, Size).CopyTo(vectors[(row * Size)..]);
        }
    }

    private void Require(ReadOnlySpan<int> ids, ReadOnlySpan<float> vectors)
    {
        if (ids.IsEmpty)
        {
            throw new ArgumentException("ids is empty; one number or more was expected.", nameof(ids));
        }

        BlockGuard.Length(vectors.Length, ids.Length, Size, nameof(vectors));
        for (int row = 0; row < ids.Length; row++)
        {
            if ((uint)ids[row] >= (uint)Count)
            {
                throw new ArgumentException($"Number {row} of ids is {ids[row]}; 0 to {Count - 1} was expected.", nameof(ids));
            }
        }
    }
}
