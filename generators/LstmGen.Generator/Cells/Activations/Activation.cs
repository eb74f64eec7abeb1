namespace LstmGen.Generator.Cells;

/// <summary>A function that a gate or a candidate goes through: its value, its derivative, and the elementary operations that compute it.</summary>
internal abstract class Activation
{
    internal static Activation Sigmoid { get; } = new Sigmoid();

    internal static Activation Tanh { get; } = new Tanh();

    private static readonly Activation s_hardSigmoid = new HardSigmoid();

    internal static Activation OfGates(Specs.GateActivationKind kind) => kind == Specs.GateActivationKind.Sigmoid ? Sigmoid : s_hardSigmoid;

    /// <summary>In names of values of the generated code.</summary>
    internal abstract string Name { get; }

    internal abstract double Value(double x);

    /// <summary>dy / dx. What depends on y alone can be told from the tape.</summary>
    internal abstract Node Derivative(Graph graph, Node x, Node y);

    internal abstract Quotient Lower(Graph graph, Node x, ActivationChoice choice);
}

/// <summary>What computes sigmoid and tanh.</summary>
/// <param name="Kind">Accurate or fast.</param>
/// <param name="OwnTanhConstants">Whether accurate tanh has constants of its own, with the factor 2 of its argument in them.</param>
internal readonly record struct ActivationChoice(Specs.ActivationKind Kind, bool OwnTanhConstants = false);
