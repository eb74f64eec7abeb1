using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>How often a unit keeps a state of the step before; the network mixes them, and kernels know nothing of it.</summary>
internal abstract class ZoneoutOption : NumberOption, ICellOption
{
    protected abstract string What { get; }

    protected abstract float Get(CellSpec cell);

    internal sealed override OptionFault? Fault(ModelSpec model)
        => Get(model.Cell) is >= 0 and < 1 ? null : new(FaultKind.Number, CellWords.Number(Get(model.Cell)), "a probability, 0 up to but not including 1,");

    public string Cell(CellSpec cell) => Get(cell) == 0 ? "" : $"{Argument} = {Literal(Get(cell))}";

    internal sealed override string Words(ModelSpec model) => CellWords.Zoneout(What, Get(model.Cell));

    /// <summary>Arguments of a node; nothing for none.</summary>
    internal static string Node(float hidden, float cell)
        => (hidden == 0 ? "" : $", HiddenZoneout: {Literal(hidden)}") + (cell == 0 ? "" : $", CellZoneout: {Literal(cell)}");

    /// <summary>A rate in C#.</summary>
    internal static string Rate(float rate) => Literal(rate);
}
