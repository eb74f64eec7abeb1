namespace LstmGen.Training;

/// <summary>One parameter tensor and its gradient, row-major in PyTorch's layout: what an optimiser works on.</summary>
public sealed class LstmTrainable
{
    private readonly float[] _values;
    private readonly float[] _gradients;

    internal LstmTrainable(string name, IReadOnlyList<long> dimensions, float[] values, float[] gradients)
    {
        (Name, Dimensions, _values, _gradients) = (name, dimensions, values, gradients);
    }

    /// <summary>PyTorch's name, such as <c>weight_ih_l0</c>; with coupled gates <c>weight_ih_fgo_l0</c>.</summary>
    public string Name { get; }

    /// <summary>[rows, columns] of a matrix, [rows] of a vector.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <summary>The values, to be changed: asking for the span tells the tape that its packed weights are out of date.</summary>
    public Span<float> Values
    {
        get
        {
            Version++;
            return _values;
        }
    }

    /// <summary>The values, to be read.</summary>
    public ReadOnlySpan<float> CurrentValues => _values;

    /// <summary>The gradient of the loss with respect to each value.</summary>
    public Span<float> Gradients => _gradients;

    /// <summary>Rises whenever <see cref="Values"/> are handed out.</summary>
    internal int Version { get; private set; }
}
