using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Bound of what gates and candidate go into their activations with.</summary>
internal sealed class ClipOption : BoundOption
{
    internal override string Argument => "Clip";

    protected override string What => "pre-activations";

    protected override float Get(CellSpec cell) => cell.Clip;

    protected override ModelSpec Set(ModelSpec model, float value) => model with { Cell = model.Cell with { Clip = value } };
}
