using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>What a processor with an instruction set can do.</summary>
/// <param name="Lanes">Floats of its widest vector.</param>
/// <param name="TailLanes">Narrower vectors it can mix in for the last units, widest first.</param>
/// <param name="Registers">Vector registers.</param>
/// <param name="ScalarsPerLoad">Scalars that one vector load brings for multiply-adds by lane; 0 where each is broadcast on its own.</param>
/// <param name="VectorsPerLoad">Vectors that one instruction loads where their loads stand side by side.</param>
internal sealed record Machine(int Lanes, EquatableArray<int> TailLanes, int Registers, int ScalarsPerLoad = 0, int VectorsPerLoad = 1)
{
    /// <summary>Bytes of its widest vector.</summary>
    internal int VectorBytes => Lanes * sizeof(float);

    /// <summary>Whether compilers keep the constants of a cell on the stack: its registers are too few for them.</summary>
    internal bool KeepsConstants => Registers <= 16;

    /// <summary>Whether its products of bytes take one factor without a sign.</summary>
    internal bool UnsignedBytes { get; init; }
}
