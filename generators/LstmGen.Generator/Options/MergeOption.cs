using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What becomes of the outputs of two directions.</summary>
internal sealed class MergeOption : ChoiceOption<MergeKind>
{
    internal override string Argument => "Merge";

    internal override bool IsOfTensors => true;

    protected override string Enum => "LstmMerge";

    protected override MergeKind Get(ModelSpec model) => model.Merge;

    protected override ModelSpec Set(ModelSpec model, MergeKind value) => model with { Merge = value };

    internal override OptionFault? Fault(ModelSpec model)
        => base.Fault(model) ?? (model.Merge != MergeKind.Concat && !model.Stack.IsBoth
            ? new(FaultKind.Unused, $"{Enum}.{model.Merge}", "layers have one direction and nothing to merge")
            : null);

    internal override string ShapeProperty(ModelSpec model) => model.Merge == default ? "" : $"Merge = global::LstmGen.{Enum}.{model.Merge}";

    internal override string Words(ModelSpec model) => model.Merge switch
    {
        MergeKind.Sum => "sum of directions",
        MergeKind.Multiply => "product of directions",
        MergeKind.Average => "average of directions",
        _ => "",
    };
}
