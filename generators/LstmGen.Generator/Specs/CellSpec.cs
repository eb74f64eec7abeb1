using LstmGen.Kernels;

namespace LstmGen.Generator.Specs;

/// <summary>Which equations a step computes: the options of the attribute that change them. The default is the LSTM of torch.nn.LSTM.</summary>
/// <param name="Peepholes">Whether the gates see the cell state through weights of their own.</param>
/// <param name="CoupledGates">Whether i = 1 - f, so that i has no weights.</param>
/// <param name="GateActivation">What gates go through.</param>
internal readonly record struct CellSpec(bool Peepholes, bool CoupledGates, GateActivationKind GateActivation = default)
{
    /// <summary>Which cell.</summary>
    internal CellKind Kind { get; init; }

    /// <summary>What the run time knows of it: generated classes hold this.</summary>
    internal LstmCellLayout Layout => LstmCells.Of(Peepholes, CoupledGates);
}
