using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>What was measured to be fastest for these kernels on one instruction set. Any value gives the same bits.</summary>
/// <param name="PanelVectors">Vectors of one gate in a full panel.</param>
/// <param name="StreamAccumulators">Accumulators of a tile of one row, at most.</param>
/// <param name="BatchAccumulators">Accumulators of a tile of several rows.</param>
/// <param name="BatchRows">Rows of such a tile where the registers allow.</param>
/// <param name="Hoists">Whether projecting the inputs of a sequence ahead can pay.</param>
internal sealed record Tuning(int PanelVectors, int StreamAccumulators, int BatchAccumulators, int BatchRows, bool Hoists = true)
{
    /// <summary>
    /// Accumulators of a tile whose sums have two chains, at least: a few that go through memory cost less than a tile more.
    /// </summary>
    internal int TwoChainAccumulators { get; init; }

    /// <summary>Accumulators of a tile of one row, at most.</summary>
    internal int Stream(int chains) => chains == 1 ? StreamAccumulators : Math.Max(StreamAccumulators, TwoChainAccumulators);

    /// <summary>Accumulators of a tile of several rows, at most.</summary>
    internal int Batch(int chains) => chains == 1 ? BatchAccumulators : Math.Max(BatchAccumulators, TwoChainAccumulators);

    /// <summary>The same for sums of integers, whose products take registers of their own before they are added.</summary>
    internal Tuning OfIntegers => this with { BatchAccumulators = Math.Max(1, BatchAccumulators * 2 / 3), TwoChainAccumulators = 0 };

    /// <summary>Rows of the tiles of gradients of h and x, tallest first; a single row has a kernel of its own.</summary>
    internal EquatableArray<int> GradientRows { get; init; } = new([6, 4, 2]);

    /// <summary>Vectors of these tiles.</summary>
    internal int GradientVectors { get; init; } = 4;

    /// <summary>Chains that a single row takes side by side.</summary>
    internal int GradientChains { get; init; } = 4;

    /// <summary>Rows of the tiles of the weights' gradient, tallest first.</summary>
    internal EquatableArray<int> WeightRows { get; init; } = new([6, 4, 2, 1]);

    /// <summary>Vectors of these tiles; null for one of each gate.</summary>
    internal int? WeightVectors { get; init; }
}
