using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether i = 1 - f or f = 1 - i.</summary>
internal sealed class CoupledGatesOption : ChoiceOption<CoupledKind>, ICellOption
{
    internal override string Argument => "CoupledGates";

    internal override bool IsOfTensors => true;

    protected override string Enum => "LstmCoupledGates";

    protected override CoupledKind Get(ModelSpec model) => model.Cell.CoupledGates;

    protected override ModelSpec Set(ModelSpec model, CoupledKind value) => model with { Cell = model.Cell with { CoupledGates = value } };

    public string Cell(CellSpec cell) => cell.CoupledGates == default ? "" : $"{Argument} = global::LstmGen.{Enum}.{cell.CoupledGates}";

    internal override string Name(LayerSpec layer) => layer.Cell.CoupledGates switch
    {
        CoupledKind.None => "",
        CoupledKind.InputFromForget => "_Coupled",
        _ => "_CoupledForget",
    };

    internal override string Words(LayerSpec layer) => CellWords.Coupled(layer.Cell.Gates);
}
