using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>In which order of time layers read.</summary>
internal sealed class DirectionOption : ChoiceOption<DirectionKind>
{
    internal override string Argument => "Direction";

    internal override bool IsOfTensors => true;

    protected override string Enum => "LstmDirection";

    protected override DirectionKind Get(ModelSpec model) => model.Direction;

    protected override ModelSpec Set(ModelSpec model, DirectionKind value) => model with { Direction = value };

    internal override string ShapeProperty(ModelSpec model) => model.Direction == default ? "" : $"Direction = global::LstmGen.{Enum}.{model.Direction}";

    internal override string Words(ModelSpec model) => model.Direction switch
    {
        DirectionKind.Reverse => "backward",
        DirectionKind.Both => "bidirectional",
        DirectionKind.BothApart => "bidirectional, apart",
        _ => "",
    };
}
