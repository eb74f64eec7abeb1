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
}
