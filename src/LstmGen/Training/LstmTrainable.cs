using System.Buffers;

namespace LstmGen.Training;

/// <summary>One parameter tensor and its gradient, row-major in PyTorch's layout: what an optimiser works on.</summary>
/// <remarks>
/// Values change through <see cref="Update"/> and <see cref="CopyFrom"/> alone, which no span can be kept from, so that every tape over the
/// parameters knows of every change: its next pass takes the new values. Change them while no pass over them runs.
/// </remarks>
public sealed class LstmTrainable
{
    private readonly float[] _values;
    private readonly float[] _gradients;
    private readonly ParametersVersion _version;

    internal LstmTrainable(string name, IReadOnlyList<long> dimensions, float[] values, float[] gradients, ParametersVersion version)
    {
        (Name, Dimensions, _values, _gradients, _version) = (name, dimensions, values, gradients, version);
    }

    /// <summary>A parameter of a block or of a model of one's own; its gradient is 0.</summary>
    /// <param name="name">Its name, which differs from those of all other parameters of an optimiser.</param>
    /// <param name="dimensions">[rows, columns] of a matrix, [rows] of a vector; each at least 1. Copied.</param>
    /// <param name="values">Initial values, row-major, copied.</param>
    /// <exception cref="ArgumentException">The name is empty, a dimension is out of range, or the number of values is not that of the dimensions.</exception>
    public LstmTrainable(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(dimensions);
        int count = CountOf(dimensions);
        if (values.Length != count)
        {
            throw new ArgumentException($"values has {values.Length} floats; {string.Join(" x ", dimensions)} = {count} were expected for {name}.", nameof(values));
        }

        (Name, Dimensions, _values, _gradients, _version) = (name, Array.AsReadOnly([.. dimensions]), values.ToArray(), new float[count], new ParametersVersion());
    }

    /// <summary>The prefix of the tape's options, then PyTorch's name, such as <c>weight_ih_l0</c>; with coupled gates <c>weight_ih_fgo_l0</c>.</summary>
    public string Name { get; }

    /// <summary>[rows, columns] of a matrix, [rows] of a vector.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>Number of values.</summary>
    public int Count => _values.Length;

    /// <summary>The values as they are, and as they change.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The gradient of the loss with respect to each value.</summary>
    public Span<float> Gradients => _gradients;

    /// <summary>The values, for blocks whose threads share them.</summary>
    internal float[] ValueArray => _values;

    /// <summary>The gradient, for blocks whose threads share it.</summary>
    internal float[] GradientArray => _gradients;

    /// <summary>Rises with every change of the values.</summary>
    internal long Version => _version.Value;

    /// <summary>Changes values in place. Allocates nothing where <paramref name="change"/> is static.</summary>
    /// <param name="argument">Passed on to <paramref name="change"/>.</param>
    /// <param name="change">Gets [<see cref="Count"/>] values to read and write.</param>
    public void Update<TArgument>(TArgument argument, SpanAction<float, TArgument> change)
        where TArgument : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(change);
        try
        {
            change(_values, argument);
        }
        finally
        {
            _version.Rise(); // whatever was written before it threw
        }
    }

    /// <summary>Sets all values.</summary>
    /// <param name="values">[<see cref="Count"/>].</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void CopyFrom(ReadOnlySpan<float> values)
    {
        if (values.Length != Count)
        {
            throw new ArgumentException($"values has {values.Length} floats; {Count} were expected for {Name}.", nameof(values));
        }

        values.CopyTo(_values);
        _version.Rise();
    }

    /// <summary>Number of values of a tensor.</summary>
    internal static int CountOf(IReadOnlyList<long> dimensions)
    {
        long count = 1;
        foreach (long dimension in dimensions)
        {
            count = dimension >= 1 && dimension <= Array.MaxLength / count ? count * dimension : throw new ArgumentException(
                $"The dimensions are {string.Join(" x ", dimensions)}; numbers of at least 1 were expected, {Array.MaxLength} values at most.", nameof(dimensions));
        }

        return (int)count;
    }
}
