using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What kernels hold weights as.</summary>
internal sealed class WeightsOption : ChoiceOption<NumbersKind>
{
    internal override string Argument => "Weights";

    protected override string Enum => "LstmNumbers";

    protected override NumbersKind Get(ModelSpec model) => model.Weights;

    protected override ModelSpec Set(ModelSpec model, NumbersKind value) => model with { Weights = value };

    internal override string ShapeProperty(ModelSpec model) => model.Weights == default ? "" : $"{Argument} = global::LstmGen.{Enum}.{model.Weights}";

    internal override string Name(LayerSpec layer) => layer.IsNarrow ? $"_{layer.Numbers}" : "";

    internal override string Words(LayerSpec layer) => layer.IsNarrow ? $"{layer.Numbers} weights" : "";

    internal override string Words(ModelSpec model) => model.Weights == default ? "" : $"{model.Weights} weights";
}
