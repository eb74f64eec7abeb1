using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether the gates see the cell state through weights of their own.</summary>
internal sealed class PeepholesOption : FlagOption
{
    internal override string Argument => "Peepholes";

    internal override bool IsOfTensors => true;

    internal override string Shape(ModelSpec model) => model.Cell.Peepholes ? "Peepholes: true" : "";

    internal override string Name(LayerSpec layer) => layer.Cell.Peepholes ? "_Peepholes" : "";

    internal override string Words(LayerSpec layer) => layer.Cell.Peepholes ? "peepholes" : "";

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Cell = model.Cell with { Peepholes = value } };
}
