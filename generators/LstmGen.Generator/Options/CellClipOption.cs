using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Bound of c after a step.</summary>
internal sealed class CellClipOption : BoundOption
{
    internal override string Argument => "CellClip";

    protected override string What => "cell";

    protected override float Get(CellSpec cell) => cell.CellClip;

    protected override ModelSpec Set(ModelSpec model, float value) => model with { Cell = model.Cell with { CellClip = value } };
}
