using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether the gates see the cell state through weights of their own.</summary>
internal sealed class PeepholesOption : FlagOption, ICellOption
{
    internal override string Argument => "Peepholes";

    internal override bool IsOfTensors => true;

    public string Cell(CellSpec cell) => cell.Peepholes ? "Peepholes = true" : "";

    internal override string Name(LayerSpec layer) => layer.Cell.Peepholes ? "_Peepholes" : "";

    internal override string Words(LayerSpec layer) => CellWords.Peepholes(layer.Cell.Peepholes);

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Cell = model.Cell with { Peepholes = value } };
}
