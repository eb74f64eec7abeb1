using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>What the planner needs to know of an instruction set.</summary>
/// <param name="Lanes">Floats of its widest vector.</param>
/// <param name="PanelVectors">Vectors of one gate in a full panel.</param>
/// <param name="TailLanes">Narrower vectors it can mix in for the last units, widest first.</param>
/// <param name="Registers">Vector registers.</param>
/// <param name="StreamAccumulators">Accumulators of a tile of one row, at most.</param>
/// <param name="BatchAccumulators">Accumulators of a tile of several rows.</param>
/// <param name="BatchRows">Rows of such a tile where the registers allow.</param>
/// <param name="Hoists">Whether projecting the inputs of a sequence ahead can pay.</param>
internal sealed record Target(
    int Lanes, int PanelVectors, EquatableArray<int> TailLanes, int Registers,
    int StreamAccumulators, int BatchAccumulators, int BatchRows, bool Hoists = true)
{
    /// <summary>Scalars that one vector load brings for multiply-adds by lane; 0 where each is broadcast on its own.</summary>
    internal int ScalarsPerLoad { get; init; }

    /// <summary>Vectors that one instruction loads where their loads stand side by side.</summary>
    internal int VectorsPerLoad { get; init; } = 1;

    /// <summary>
    /// Accumulators of a tile whose sums have two chains, at least: a few that go through memory cost less than a tile more.
    /// </summary>
    internal int TwoChainAccumulators { get; init; }

    /// <summary>Accumulators of a tile of one row, at most.</summary>
    internal int Stream(int chains) => chains == 1 ? StreamAccumulators : Math.Max(StreamAccumulators, TwoChainAccumulators);

    /// <summary>Accumulators of a tile of several rows, at most.</summary>
    internal int Batch(int chains) => chains == 1 ? BatchAccumulators : Math.Max(BatchAccumulators, TwoChainAccumulators);

    /// <summary>Rows of the tiles of gradients of h and x, tallest first; a single row has a kernel of its own.</summary>
    internal EquatableArray<int> GradientRows { get; init; } = new([6, 4, 2]);

    /// <summary>Vectors of these tiles.</summary>
    internal int GradientVectors { get; init; } = 4;

    /// <summary>Chains that a single row takes side by side.</summary>
    internal int GradientChains { get; init; } = 4;

    /// <summary>Rows of the tiles of the weights' gradient, tallest first.</summary>
    internal EquatableArray<int> WeightRows { get; init; } = new([6, 4, 2, 1]);

    /// <summary>Vectors of these tiles: a multiple of 4 stands for one vector of each gate.</summary>
    internal int WeightVectors { get; init; } = 4;
}
