using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>How far loops are unrolled.</summary>
internal sealed class UnrollOption : ChoiceOption<UnrollKind>
{
    internal const string Written = "Unroll";

    internal override string Argument => Written;

    protected override string Enum => "LstmUnroll";

    protected override UnrollKind Get(ModelSpec model) => model.Unroll;

    protected override ModelSpec Set(ModelSpec model, UnrollKind value) => model with { Unroll = value };

    internal override string Name(LayerSpec layer) => layer.Unroll == UnrollKind.Auto ? "" : $"_{layer.Unroll}";
}
