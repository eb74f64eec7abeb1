using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>How often a unit keeps its c of the step before.</summary>
internal sealed class CellZoneoutOption : ZoneoutOption
{
    internal override string Argument => "CellZoneout";

    protected override string What => "c";

    protected override float Get(CellSpec cell) => cell.CellZoneout;

    protected override ModelSpec Set(ModelSpec model, float value) => model with { Cell = model.Cell with { CellZoneout = value } };
}
