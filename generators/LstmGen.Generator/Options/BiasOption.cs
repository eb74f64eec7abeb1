using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether layers and head have biases.</summary>
internal sealed class BiasOption : FlagOption
{
    internal override string Argument => "Bias";

    internal override bool IsOfTensors => true;

    internal override string Shape(ModelSpec model) => model.Bias ? "true" : "false";

    internal override string Words(ModelSpec model) => model.Bias ? "" : "no bias";

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Bias = value };
}
