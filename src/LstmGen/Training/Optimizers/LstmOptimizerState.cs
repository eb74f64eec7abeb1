namespace LstmGen.Training;

/// <summary>One tensor of an optimiser's state, such as a running mean of the gradients of one parameter tensor.</summary>
public sealed class LstmOptimizerState
{
    private readonly float[] _values;

    internal LstmOptimizerState(string name, IReadOnlyList<long> dimensions, int count)
        => (Name, Dimensions, _values) = (name, dimensions, new float[count]);

    /// <summary>The parameter's name and PyTorch's name of the state, such as <c>weight_ih_l0.exp_avg</c>.</summary>
    public string Name { get; }

    /// <summary>Those of the parameter.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>The values; writing back what was read restores the state to the last bit.</summary>
    public Span<float> Values => _values;
}
