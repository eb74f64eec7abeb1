using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether i = 1 - f.</summary>
internal sealed class CoupledGatesOption : FlagOption
{
    internal override string Argument => "CoupledGates";

    internal override bool IsOfTensors => true;

    internal override string Shape(ModelSpec model) => model.Cell.CoupledGates ? "CoupledGates: true" : "";

    internal override string Name(LayerSpec layer) => layer.Cell.CoupledGates ? "_Coupled" : "";

    internal override string Words(LayerSpec layer) => layer.Cell.CoupledGates ? "coupled gates" : "";

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Cell = model.Cell with { CoupledGates = value } };
}
