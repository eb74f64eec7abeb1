namespace LstmGen.TestKit.Reference;

/// <summary>
/// One layer in double: W [G H, I], R [G H, H], biases [G H] or empty, where the rows are those of the gates i f g o, or f g o
/// or i g o where they are <see cref="Coupled"/>; peepholes [H] or empty (there is none of a gate without rows). Gradients have the same form.
/// </summary>
internal sealed record ReferenceLayer(int Input, int Hidden, double[] WeightIh, double[] WeightHh, double[] BiasIh, double[] BiasHh)
{
    internal double[] PeepholeI { get; init; } = [];

    internal double[] PeepholeF { get; init; } = [];

    internal double[] PeepholeO { get; init; } = [];

    /// <summary>W of the projection [P, H], or empty; then h and R have P columns.</summary>
    internal double[] Projection { get; init; } = [];

    /// <summary>Bound of what it gives.</summary>
    internal double ProjectionClip { get; init; } = double.PositiveInfinity;

    /// <summary>Values of h: P, or H without a projection.</summary>
    internal int Outputs { get; init; } = Hidden;

    /// <summary>Whether i = 1 - f or f = 1 - i.</summary>
    internal LstmCoupledGates Coupled { get; init; }

    internal ReferenceActivation Gate { get; init; } = new(LstmActivation.Sigmoid);

    internal ReferenceActivation Candidate { get; init; } = new(LstmActivation.Tanh);

    internal ReferenceActivation Output { get; init; } = new(LstmActivation.Tanh);

    /// <summary>Bound of what gates and candidate go into their activations with; infinite for none.</summary>
    internal double Clip { get; init; } = double.PositiveInfinity;

    /// <summary>Bound of c after the step; infinite for none.</summary>
    internal double CellClip { get; init; } = double.PositiveInfinity;

    /// <summary>Gates that have rows.</summary>
    internal int Gates => Coupled == LstmCoupledGates.None ? 4 : 3;

    /// <summary>Whether a gate has rows.</summary>
    internal bool Has(ReferenceGate gate) => Coupled switch
    {
        LstmCoupledGates.InputFromForget => gate != ReferenceGate.I,
        LstmCoupledGates.ForgetFromInput => gate != ReferenceGate.F,
        _ => true,
    };

    /// <summary>The first row of W, R and the biases that belongs to a gate that has rows.</summary>
    internal int FirstRow(ReferenceGate gate) => Enumerable.Range(0, (int)gate).Count(before => Has((ReferenceGate)before)) * Hidden;

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
