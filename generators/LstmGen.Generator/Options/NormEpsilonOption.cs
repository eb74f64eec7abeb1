using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What is added to a variance before its root is taken.</summary>
internal sealed class NormEpsilonOption : NumberOption, ICellOption
{
    internal override string Argument => "NormEpsilon";

    protected override ModelSpec Set(ModelSpec model, float value)
        => model with { Cell = model.Cell with { NormEpsilon = value == CellSpec.DefaultNormEpsilon ? null : value } };

    internal override OptionFault? Fault(ModelSpec model)
        => model.Cell.NormEpsilon is not { } epsilon ? null
            : !IsFinite(epsilon) || epsilon <= 0 ? new(FaultKind.Number, CellWords.Number(epsilon), "a finite number above 0")
            : model.Cell.Norm == NormKind.None ? new(FaultKind.Unused, CellWords.Number(epsilon), "nothing is normalised") : null;

    public string Cell(CellSpec cell) => cell.NormEpsilon is { } epsilon ? $"{Argument} = {Literal(epsilon)}" : "";

    internal override string Name(LayerSpec layer) => layer.Cell.NormEpsilon is { } epsilon ? $"_Epsilon{InName(epsilon)}" : "";
}
