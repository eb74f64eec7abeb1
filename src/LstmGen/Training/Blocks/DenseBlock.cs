using LstmGen.Kernels;

namespace LstmGen.Training;

/// <summary>A dense layer over rows: y = activation(W x + b), PyTorch's <c>nn.Linear</c>.</summary>
/// <remarks>
/// <para>Parameters are <c>weight</c> [outputs, inputs] and <c>bias</c> [outputs]; initial values are uniform in ±1 / sqrt(inputs), as PyTorch's.</para>
/// <para>
/// Sums over inputs, outputs and rows are chains of up to 128 multiply-adds from +0, added one after another to the bias, to 0, or to the gradient before. Nothing is allocated
/// after construction.
/// </para>
/// </remarks>
public sealed class DenseBlock : TrainableBlock
{
    private readonly MatrixProducts _products;
    private readonly DenseOptions _options;
    private readonly BlockRows _rows;
    private readonly float[] _inputs, _activated, _work, _inputWork;
    private readonly float[] _start, _zeros;
    private readonly PackedMatrix _forward, _backward, _left;
    private readonly Action<int> _activate, _derive, _sumBias;
    private long _forwardVersion = -1, _backwardVersion = -1;
    private (int First, int Count, bool Accumulate) _pass;
    private float[] _values = [];

    /// <summary>A dense layer.</summary>
    /// <param name="name">What the names of its parameters start with, such as <c>output.</c></param>
    /// <param name="inputs">Inputs of a row, at least 1.</param>
    /// <param name="outputs">Outputs of a row, at least 1.</param>
    /// <param name="options">Sizes and choices.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the shared weight has other dimensions.</exception>
    public DenseBlock(string name, int inputs, int outputs, DenseOptions options)
        : this(name, inputs, outputs, options, MatrixKernels.Best)
    {
    }

    internal DenseBlock(string name, int inputs, int outputs, DenseOptions options, MatrixKernels kernels)
        : base(name, options?.Seed ?? throw new ArgumentNullException(nameof(options)))
    {
        BlockGuard.AtLeastOne(inputs, nameof(inputs));
        BlockGuard.AtLeastOne(outputs, nameof(outputs));
        BlockGuard.AtLeastOne(options.Rows, nameof(options.Rows));
        BlockGuard.Threads(options.Threads);
        BlockActivation.Require(options.Activation);
        (Inputs, Outputs, _options) = (inputs, outputs, options);
        double bound = 1 / Math.Sqrt(inputs);
        Weight = options.Weight is { } shared ? Share(Tied(shared, outputs, inputs)) : Uniform("weight", [outputs, inputs], bound);
        Bias = options.Bias ? Uniform("bias", [outputs], bound) : null;
        _rows = new BlockRows(options.Rows);
        int outputFloats = BlockGuard.Floats(options.Rows, outputs, nameof(options.Rows));
        _inputs = new float[BlockGuard.Floats(options.Rows, inputs, nameof(options.Rows))];
        _inputWork = new float[_inputs.Length];
        _work = new float[outputFloats];
        _activated = options.Activation is null ? _work : new float[outputFloats];
        _products = new MatrixProducts(options.Threads, kernels);
        (_start, _zeros) = (_products.Start(outputs), _products.Start(inputs));
        (_forward, _backward, _left) = (_products.Room(inputs, outputs), _products.Room(outputs, inputs), _products.Room(options.Rows, inputs));
        (_activate, _derive, _sumBias) = (ActivatePart, DerivePart, SumBiasPart);
    }

    /// <summary>Inputs of a row.</summary>
    public int Inputs { get; }

    /// <summary>Outputs of a row.</summary>
    public int Outputs { get; }

    /// <summary>[outputs, inputs].</summary>
    public LstmTrainable Weight { get; }

    /// <summary>[outputs]; null without one.</summary>
    public LstmTrainable? Bias { get; }

    /// <summary>Some rows, remembered for <see cref="Backward"/>.</summary>
    /// <param name="inputs">[rows, inputs]; copied.</param>
    /// <param name="outputs">[rows, outputs], written.</param>
    /// <param name="nested">Whether the passes before stay remembered, whose backward passes come after that of this one; else they are forgotten.</param>
    /// <exception cref="ArgumentException">A length differs, or there are more rows than <see cref="DenseOptions.Rows"/>.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<float> inputs, Span<float> outputs, bool nested = false)
    {
        int rows = BlockGuard.Rows(inputs.Length, Inputs, nameof(inputs));
        BlockGuard.Length(outputs.Length, rows, Outputs, nameof(outputs));
        Enter();
        try
        {
            int first = _rows.Push(rows, nested);
            inputs.CopyTo(_inputs.AsSpan(first * Inputs));
            Apply(_inputs, first, rows, _activated);
            _activated.AsSpan(first * Outputs, rows * Outputs).CopyTo(outputs);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Any number of rows, of which nothing is remembered; what is stays so.</summary>
    /// <param name="inputs">[rows, inputs].</param>
    /// <param name="outputs">[rows, outputs], written: the bits of <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int rows = BlockGuard.Rows(inputs.Length, Inputs, nameof(inputs));
        BlockGuard.Length(outputs.Length, rows, Outputs, nameof(outputs));
        Enter();
        try
        {
            for (int first = 0; first < rows; first += _options.Rows)
            {
                int count = Math.Min(_options.Rows, rows - first);
                inputs.Slice(first * Inputs, count * Inputs).CopyTo(_inputWork);
                Apply(_inputWork, 0, count, _work);
                _work.AsSpan(0, count * Outputs).CopyTo(outputs[(first * Outputs)..]);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>The gradients of the last forward pass that is remembered, which is used up.</summary>
    /// <param name="outputGradients">[rows, outputs]: of the loss with respect to the outputs.</param>
    /// <param name="inputGradients">[rows, inputs], written; or empty: not wanted.</param>
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
            BlockGuard.Length(outputGradients.Length, rows, Outputs, nameof(outputGradients));
            BlockGuard.Wanted(inputGradients.Length, rows, Inputs, nameof(inputGradients));
            _rows.Pop();
            outputGradients.CopyTo(_work);
            _pass = (first, rows, accumulate);
            if (_options.Activation is not null)
            {
                _products.Run(_derive);
            }

            if (Bias is not null)
            {
                _products.Run(_sumBias);
            }

            if (!accumulate)
            {
                Array.Clear(Weight.GradientArray);
            }

            _products.Pack(new MatrixView(_inputs, first * Inputs, Inputs), rows, Inputs, _left);
            _products.Multiply(new MatrixView(_work, 0, Outputs).Transposed, Outputs, _left, new MatrixView(Weight.GradientArray, 0, Inputs), null);
            if (!inputGradients.IsEmpty)
            {
                Pack(ref _backwardVersion, new MatrixView(Weight.ValueArray, 0, Inputs), Outputs, Inputs, _backward);
                _products.Multiply(new MatrixView(_work, 0, Outputs), rows, _backward, new MatrixView(_inputWork, 0, Inputs), _zeros);
                _inputWork.AsSpan(0, rows * Inputs).CopyTo(inputGradients);
            }
        }
        finally
        {
            Exit();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _products.Dispose();
        }

        base.Dispose(disposing);
    }

    private static LstmTrainable Tied(LstmTrainable weight, int outputs, int inputs)
        => weight.Dimensions is [var rows, var columns] && rows == outputs && columns == inputs ? weight : throw new ArgumentException(
            $"The shared weight {weight.Name} is {string.Join(" x ", weight.Dimensions)}; outputs {outputs} x inputs {inputs} were expected.", nameof(weight));

    private void Apply(float[] inputs, int first, int rows, float[] outputs)
    {
        Pack(ref _forwardVersion, new MatrixView(Weight.ValueArray, 0, Inputs).Transposed, Inputs, Outputs, _forward);
        Bias?.Values.CopyTo(_start);
        _products.Multiply(new MatrixView(inputs, first * Inputs, Inputs), rows, _forward, new MatrixView(outputs, first * Outputs, Outputs), _start);
        if (_options.Activation is not null)
        {
            (_pass, _values) = ((first, rows, false), outputs);
            _products.Run(_activate);
        }
    }

    private void Pack(ref long version, in MatrixView weight, int terms, int columns, PackedMatrix to)
    {
        if (version != Weight.Version)
        {
            version = Weight.Version;
            _products.Pack(weight, terms, columns, to);
        }
    }

    private void ActivatePart(int part)
    {
        (int first, int count) = Share(part);
        BlockActivation.Apply(_options.Activation!.Value, _values.AsSpan((_pass.First * Outputs) + first, count));
    }

    private void DerivePart(int part)
    {
        (int first, int count) = Share(part);
        BlockActivation.Backward(_options.Activation!.Value, _activated.AsSpan((_pass.First * Outputs) + first, count), _work.AsSpan(first, count));
    }

    /// <summary>Columns of the bias, each a chain of additions over the rows.</summary>
    private void SumBiasPart(int part)
    {
        int first = (int)((long)Outputs * part / _products.Threads), count = (int)((long)Outputs * (part + 1) / _products.Threads) - first;
        Span<float> sum = Bias!.Gradients.Slice(first, count);
        if (!_pass.Accumulate)
        {
            sum.Clear();
        }

        for (int row = 0; row < _pass.Count; row++)
        {
            NodeRows.Add(sum, _work.AsSpan((row * Outputs) + first, count), sum);
        }
    }

    private (int First, int Count) Share(int part)
    {
        long floats = (long)_pass.Count * Outputs;
        int first = (int)(floats * part / _products.Threads);
        return (first, (int)(floats * (part + 1) / _products.Threads) - first);
    }
}
