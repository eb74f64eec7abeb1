using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>Rows less their mean, divided by their standard deviation, times a gain, plus a bias: PyTorch's <c>nn.LayerNorm</c>.</summary>
/// <remarks>
/// <para>Parameters are <c>weight</c> [size], 1 at first, and <c>bias</c> [size], 0 at first, as PyTorch's.</para>
/// <para>
/// Mean and variance (of the differences from the mean) are sums in double by the rule of losses. Sums over rows are one chain, row after row. Nothing is allocated after construction.
/// </para>
/// </remarks>
public sealed class LayerNormBlock : TrainableBlock
{
    private readonly BlockRows _rows;
    private readonly double _epsilon;
    private readonly float[] _normal, _inverse, _row, _gradient;

    /// <summary>Layer normalisation.</summary>
    /// <param name="name">What the names of its parameters start with.</param>
    /// <param name="size">Values of a row, at least 1.</param>
    /// <param name="rows">The most rows that forward passes remember at a time, at least 1.</param>
    /// <param name="epsilon">Added to the variance; finite, above 0.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public LayerNormBlock(string name, int size, int rows, double epsilon = 1e-5)
        : base(name)
    {
        BlockGuard.AtLeastOne(size, nameof(size));
        BlockGuard.AtLeastOne(rows, nameof(rows));
        LstmOptionGuard.Positive(epsilon, nameof(epsilon));
        (Size, _epsilon, _rows) = (size, epsilon, new BlockRows(rows));
        Weight = Add("weight", [size], BlockValues.All(size, 1));
        Bias = Add("bias", [size], BlockValues.All(size, 0));
        (_normal, _inverse) = (new float[BlockGuard.Floats(rows, size, nameof(rows))], new float[rows]);
        (_row, _gradient) = (new float[size], new float[size]);
    }

    /// <summary>Values of a row.</summary>
    public int Size { get; }

    /// <summary>The gain, [size].</summary>
    public LstmTrainable Weight { get; }

    /// <summary>[size].</summary>
    public LstmTrainable Bias { get; }

    /// <summary>Some rows, remembered for <see cref="Backward"/>.</summary>
    /// <param name="inputs">[rows, size].</param>
    /// <param name="outputs">[rows, size], written; may be <paramref name="inputs"/>.</param>
    /// <param name="nested">Whether the passes before stay remembered, whose backward passes come after that of this one; else they are forgotten.</param>
    /// <exception cref="ArgumentException">A length differs, or there are more rows than the block was made for.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, bool nested = false)
    {
        int rows = BlockGuard.Rows(inputs.Length, Size, nameof(inputs));
        BlockGuard.Length(outputs.Length, rows, Size, nameof(outputs));
        Enter();
        try
        {
            int first = _rows.Push(rows, nested);
            for (int row = 0; row < rows; row++)
            {
                Span<float> normal = _normal.AsSpan((first + row) * Size, Size);
                _inverse[first + row] = Normalise(inputs.Slice(row * Size, Size), normal);
                Scale(normal, outputs.Slice(row * Size, Size));
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Any number of rows, of which nothing is remembered; what is stays so.</summary>
    /// <param name="inputs">[rows, size].</param>
    /// <param name="outputs">[rows, size], written: the bits of <see cref="Forward"/>; may be <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int rows = BlockGuard.Rows(inputs.Length, Size, nameof(inputs));
        BlockGuard.Length(outputs.Length, rows, Size, nameof(outputs));
        Enter();
        try
        {
            for (int row = 0; row < rows; row++)
            {
                Normalise(inputs.Slice(row * Size, Size), _row);
                Scale(_row, outputs.Slice(row * Size, Size));
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The gradients of the last forward pass that is remembered, which is used up.</summary>
    /// <param name="outputGradients">[rows, size].</param>
    /// <param name="inputGradients">[rows, size], written; or empty: not wanted. May be <paramref name="outputGradients"/>.</param>
    /// <param name="accumulate">Adds to the gradients of the parameters instead of starting them anew.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">No forward pass is remembered, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Backward(ReadOnlySpan<float> outputGradients, Span<float> inputGradients = default, bool accumulate = false)
    {
        Enter();
        try
        {
            (int first, int rows) = _rows.Last;
            BlockGuard.Length(outputGradients.Length, rows, Size, nameof(outputGradients));
            BlockGuard.Wanted(inputGradients.Length, rows, Size, nameof(inputGradients));
            _rows.Pop();
            if (!accumulate)
            {
                Weight.Gradients.Clear();
                Bias.Gradients.Clear();
            }

            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> gradient = outputGradients.Slice(row * Size, Size);
                Span<float> normal = _normal.AsSpan((first + row) * Size, Size);
                gradient.CopyTo(_gradient);
                NodeRows.Add(Bias.Gradients, gradient, Bias.Gradients);
                LaneProduct.MultiplyAdd(_gradient, normal, Weight.Gradients);
                if (!inputGradients.IsEmpty)
                {
                    Inputs(normal, _inverse[first + row], inputGradients.Slice(row * Size, Size));
                }
            }
        }
        finally
        {
            Exit();
        }
    }

    private float Normalise(ReadOnlySpan<float> input, Span<float> normal)
    {
        PartialSums sum = default, squares = default;
        sum.AddAll(input);
        float mean = (float)(sum.Fold() / Size);
        for (int index = 0; index < Size; index++)
        {
            normal[index] = input[index] - mean;
        }

        squares.AddSquares(normal);
        float inverse = (float)(1 / Math.Sqrt((squares.Fold() / Size) + _epsilon));
        LaneKernel.Run(new LstmClipping.ScaleKernel(normal, inverse), Size);
        return inverse;
    }

    private void Scale(ReadOnlySpan<float> normal, Span<float> output)
    {
        NodeRows.Multiply(normal, Weight.Values, output);
        NodeRows.Add(output, Bias.Values, output);
    }

    /// <summary>dx = (g - mean(g) - n mean(g n)) / deviation, g = dy gain (Ba, Kiros and Hinton, Layer Normalization, 2016).</summary>
    private void Inputs(Span<float> normal, float inverse, Span<float> result)
    {
        NodeRows.Multiply(_gradient, Weight.Values, _gradient);
        LaneProduct.Multiply(_gradient, normal, _row);
        PartialSums sum = default, products = default;
        sum.AddAll(_gradient);
        products.AddAll(_row);
        float mean = (float)(sum.Fold() / Size), along = (float)(products.Fold() / Size);
        for (int index = 0; index < Size; index++)
        {
            result[index] = (_gradient[index] - mean - (normal[index] * along)) * inverse;
        }
    }
}
