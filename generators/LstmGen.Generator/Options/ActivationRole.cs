using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What of a cell goes through an activation.</summary>
/// <param name="Prefix">Begin of the names of its options.</param>
/// <param name="What">The same in words.</param>
/// <param name="Default">What it goes through unless the attribute says else.</param>
/// <param name="Get">What it goes through in a cell.</param>
/// <param name="With">The cell where it goes through another.</param>
internal sealed record ActivationRole(
    string Prefix, string What, FunctionKind Default, Func<CellSpec, ActivationSpec> Get, Func<CellSpec, ActivationSpec, CellSpec> With)
{
    internal static readonly ActivationRole Gate = new("Gate", "gates", FunctionKind.Sigmoid, cell => cell.Gate, (cell, value) => cell with { Gate = value });

    internal static readonly ActivationRole Candidate =
        new("Candidate", "candidate", FunctionKind.Tanh, cell => cell.Candidate, (cell, value) => cell with { Candidate = value });

    internal static readonly ActivationRole Output = new("Output", "output", FunctionKind.Tanh, cell => cell.Output, (cell, value) => cell with { Output = value });

    internal FunctionKind Function(CellSpec cell) => Get(cell).Function ?? Default;

    internal ModelSpec Change(ModelSpec model, Func<ActivationSpec, ActivationSpec> change) => model with { Cell = With(model.Cell, change(Get(model.Cell))) };
}
