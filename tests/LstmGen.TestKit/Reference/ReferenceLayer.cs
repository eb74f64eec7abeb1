namespace LstmGen.TestKit.Reference;

/// <summary>
/// One layer in double: W [G H, I], R [G H, H], biases [G H] or empty, where the rows are those of the gates i f g o, or f g o
/// where <see cref="Coupled"/>; peepholes [H] or empty (with coupled gates there is none of i). Gradients have the same form.
/// </summary>
internal sealed record ReferenceLayer(int Input, int Hidden, double[] WeightIh, double[] WeightHh, double[] BiasIh, double[] BiasHh)
{
    internal double[] PeepholeI { get; init; } = [];

    internal double[] PeepholeF { get; init; } = [];

    internal double[] PeepholeO { get; init; } = [];

    /// <summary>W of the projection [P, H], or empty; then h and R have P columns.</summary>
    internal double[] Projection { get; init; } = [];

    /// <summary>Values of h: P, or H without a projection.</summary>
    internal int Outputs { get; init; } = Hidden;

    /// <summary>Whether i = 1 - f.</summary>
    internal bool Coupled { get; init; }

    /// <summary>Whether gates go through max(0, min(1, x / 5 + 1 / 2)) in place of the logistic function.</summary>
    internal bool HardGates { get; init; }

    /// <summary>A gate's value.</summary>
    internal double Gate(double x) => HardGates ? Math.Clamp((0.2 * x) + 0.5, 0, 1) : 1 / (1 + Math.Exp(-x));

    /// <summary>Its derivative, told from the value.</summary>
    internal double GateSlope(double value) => HardGates ? (value is > 0 and < 1 ? 0.2 : 0) : value * (1 - value);

    /// <summary>The first row of W, R and the biases that belongs to a gate; not to be asked for i where <see cref="Coupled"/>.</summary>
    internal int FirstRow(ReferenceGate gate) => ((int)gate - (Coupled ? 1 : 0)) * Hidden;

    /// <summary>A layer of the same form, all zero.</summary>
    internal ReferenceLayer Zero() => this with
    {
        WeightIh = new double[WeightIh.Length],
        WeightHh = new double[WeightHh.Length],
        BiasIh = new double[BiasIh.Length],
        BiasHh = new double[BiasHh.Length],
        Projection = new double[Projection.Length],
        PeepholeI = new double[PeepholeI.Length],
        PeepholeF = new double[PeepholeF.Length],
        PeepholeO = new double[PeepholeO.Length],
    };
}

/// <summary>The gates in PyTorch's order of rows.</summary>
internal enum ReferenceGate
{
    I = 0,
    F = 1,
    G = 2,
    O = 3,
}

/// <summary>A dense head, y = V h + d: V [O, H], d [O] or empty. Its gradients have the same form.</summary>
internal sealed record ReferenceHead(int Output, double[] Weight, double[] Bias)
{
    internal ReferenceHead Zero() => new(Output, new double[Weight.Length], new double[Bias.Length]);
}

/// <summary>Dropout masks, already scaled by 1 / (1 - p): factors, 0 where dropped.</summary>
/// <param name="Between">For each layer but the last, the factors of the h it passes up: [T, B, H]; null for none.</param>
/// <param name="Recurrent">For each layer, the factors of h(t-1) in all steps: [B, H]; null for none.</param>
/// <param name="Inputs">The factors of the inputs: [T, B, I]; null for none.</param>
/// <param name="RecurrentWeights">For each layer, the factors of R: [G H, H]; null for none.</param>
internal sealed record ReferenceMasks(double[][]? Between, double[][]? Recurrent, double[]? Inputs = null, double[][]? RecurrentWeights = null);
