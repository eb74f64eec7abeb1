using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>How often a unit keeps its h of the step before.</summary>
internal sealed class HiddenZoneoutOption : ZoneoutOption
{
    internal override string Argument => "HiddenZoneout";

    protected override string What => "h";

    protected override float Get(CellSpec cell) => cell.HiddenZoneout;

    protected override ModelSpec Set(ModelSpec model, float value) => model with { Cell = model.Cell with { HiddenZoneout = value } };
}
