using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What gates go through.</summary>
internal sealed class GateActivationOption : ChoiceOption<GateActivationKind>
{
    internal override string Argument => "GateActivation";

    protected override string Enum => "LstmGateActivation";

    protected override GateActivationKind Get(ModelSpec model) => model.Cell.GateActivation;

    protected override ModelSpec Set(ModelSpec model, GateActivationKind value) => model with { Cell = model.Cell with { GateActivation = value } };

    internal override string Shape(ModelSpec model) => model.Cell.GateActivation == default ? "" : $"GateActivation: global::LstmGen.{Enum}.{model.Cell.GateActivation}";

    internal override string Name(LayerSpec layer) => layer.Cell.GateActivation == default ? "" : $"_{layer.Cell.GateActivation}";

    internal override string Words(LayerSpec layer) => layer.Cell.GateActivation == default ? "" : "hard sigmoid gates";
}
