using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether states begin with parameters.</summary>
internal sealed class LearnedInitialStateOption : FlagOption, ICellOption
{
    internal override string Argument => "LearnedInitialState";

    internal override bool IsOfTensors => true;

    public string Cell(CellSpec cell) => cell.LearnedInitialState ? "LearnedInitialState = true" : "";

    internal override string Words(ModelSpec model) => CellWords.InitialState(model.Cell.LearnedInitialState);

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { Cell = model.Cell with { LearnedInitialState = value } };
}
