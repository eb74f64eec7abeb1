using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>An option that keeps a value of the cell between a number and its negative; 0 for no bound.</summary>
internal abstract class BoundOption : NumberOption, ICellOption
{
    protected abstract string What { get; }

    protected abstract float Get(CellSpec cell);

    internal sealed override OptionFault? Fault(ModelSpec model) => Fault(Get(model.Cell));

    /// <summary>What is wrong with a bound, or null.</summary>
    internal static OptionFault? Fault(float bound)
        => IsFinite(bound) && bound >= 0 ? null : new(FaultKind.Number, CellWords.Number(bound), "a finite number above 0, or 0 for no bound,");

    public string Cell(CellSpec cell) => Get(cell) == 0 ? "" : $"{Argument} = {Literal(Get(cell))}";

    internal sealed override string Name(LayerSpec layer) => Get(layer.Cell) == 0 ? "" : $"_{Argument}{InName(Get(layer.Cell))}";

    internal sealed override string Words(LayerSpec layer) => CellWords.Bound(What, Get(layer.Cell));
}
