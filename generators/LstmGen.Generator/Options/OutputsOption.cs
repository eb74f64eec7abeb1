using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether outputs are of every step, or of all steps together.</summary>
internal sealed class OutputsOption : ChoiceOption<OutputsKind>
{
    internal override string Argument => "Outputs";

    protected override string Enum => "LstmOutputs";

    protected override OutputsKind Get(ModelSpec model) => model.Outputs;

    protected override ModelSpec Set(ModelSpec model, OutputsKind value) => model with { Outputs = value };

    internal override string ShapeProperty(ModelSpec model) => model.Outputs == default ? "" : $"{Argument} = global::LstmGen.{Enum}.{model.Outputs}";

    internal override string Words(ModelSpec model) => model.Outputs switch
    {
        OutputsKind.Last => "last step alone",
        OutputsKind.Mean => "mean of the steps",
        OutputsKind.Max => "maximum of the steps",
        _ => "",
    };
}
