using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Which sigmoid and tanh.</summary>
internal sealed class ActivationsOption : ChoiceOption<ActivationKind>
{
    internal override string Argument => "Activations";

    protected override string Enum => "LstmActivations";

    protected override ActivationKind Get(ModelSpec model) => model.Activations;

    protected override ModelSpec Set(ModelSpec model, ActivationKind value) => model with { Activations = value };

    internal override string Shape(ModelSpec model) => $"global::LstmGen.{Enum}.{model.Activations}";

    internal override string Name(LayerSpec layer) => layer.Activations == ActivationKind.Accurate ? "" : $"_{layer.Activations}";

    internal override string Words(LayerSpec layer) => $"{layer.Activations.ToString().ToLowerInvariant()} activations";
}
