using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>A function that a gate, a candidate or a state goes through: its value, its derivative, and the elementary operations that compute it.</summary>
internal abstract record Activation
{
    internal static Activation Sigmoid { get; } = new Sigmoid();

    internal static Activation Tanh { get; } = new Tanh();

    /// <summary>What a cell asks for.</summary>
    /// <param name="spec">The function and its constants.</param>
    /// <param name="unlessGiven">The function where none is named.</param>
    internal static Activation Of(ActivationSpec spec, FunctionKind unlessGiven)
    {
        FunctionKind function = spec.Function ?? unlessGiven;
        float alpha = spec.Alpha ?? ActivationSpec.OwnAlpha(function) ?? 0, beta = spec.Beta ?? ActivationSpec.OwnBeta(function) ?? 0;
        return function switch
        {
            FunctionKind.Sigmoid => Sigmoid,
            FunctionKind.Tanh => Tanh,
            FunctionKind.Relu => new Relu(),
            FunctionKind.HardSigmoid => new HardSigmoid(alpha, beta),
            FunctionKind.HardSigmoidSixth => new HardSigmoid(1 / 6f, 0.5f),
            FunctionKind.Affine => new Affine(alpha, beta),
            FunctionKind.LeakyRelu => new LeakyRelu(alpha),
            FunctionKind.ThresholdedRelu => new ThresholdedRelu(alpha),
            FunctionKind.ScaledTanh => new ScaledTanh(alpha, beta),
            FunctionKind.Elu => new Elu(alpha),
            FunctionKind.Softsign => new Softsign(),
            FunctionKind.Softplus => new Softplus(),
            FunctionKind.Gelu => new Gelu(),
            FunctionKind.GeluTanh => new GeluTanh(),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), function, "No such function."),
        };
    }

    /// <summary>In names of values of the generated code.</summary>
    internal abstract string Name { get; }

    /// <summary>
    /// Whether its derivative can be told from its value alone, which the tape then holds. Where it cannot, the tape holds the argument.
    /// </summary>
    internal virtual bool IsKnownByValue => true;

    /// <summary>
    /// Whether numerator and denominator of <see cref="Lower"/> stay so small that a product of two such fractions divides once and overflows nowhere.
    /// </summary>
    internal virtual bool IsSmallFraction => false;

    internal abstract double Value(double x);

    /// <summary>dy / dx, from y alone where <see cref="IsKnownByValue"/>.</summary>
    internal abstract Node Derivative(Graph graph, Node x, Node y);

    internal abstract Quotient Lower(Graph graph, Node x, ActivationChoice choice);

    /// <summary>|x|.</summary>
    protected static Node Absolute(Graph graph, Node x)
    {
        Node zero = graph.Constant("zero", 0);
        return graph.Select(x, zero, graph.Subtract(zero, x), x);
    }
}

/// <summary>What computes sigmoid and tanh.</summary>
/// <param name="Kind">Accurate or fast.</param>
/// <param name="OwnTanhConstants">Whether accurate tanh has constants of its own, with the factor 2 of its argument in them.</param>
internal readonly record struct ActivationChoice(ActivationKind Kind, bool OwnTanhConstants = false);
