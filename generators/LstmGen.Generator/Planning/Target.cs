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
    int StreamAccumulators, int BatchAccumulators, int BatchRows, bool Hoists = true);
