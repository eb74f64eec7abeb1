using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What of a step is normalised.</summary>
internal sealed class NormOption : ChoiceOption<NormKind>, ICellOption
{
    internal override string Argument => "Norm";

    internal override bool IsOfTensors => true;

    protected override string Enum => "LstmNorm";

    protected override NormKind Get(ModelSpec model) => model.Cell.Norm;

    protected override ModelSpec Set(ModelSpec model, NormKind value) => model with { Cell = model.Cell with { Norm = value } };

    internal override OptionFault? Fault(ModelSpec model)
        => base.Fault(model) ?? (model.Cell is { Norm: > NormKind.Gates, Peepholes: true }
            ? new(FaultKind.Unused, $"{Enum}.{model.Cell.Norm}", "there are peepholes, which only LstmNorm.Gates says where to add")
            : null);

    public string Cell(CellSpec cell) => cell.Norm == default ? "" : $"{Argument} = global::LstmGen.{Enum}.{cell.Norm}";

    internal override string Name(LayerSpec layer) => layer.Cell.Norm == default ? "" : $"_Norm{layer.Cell.Norm}";

    internal override string Words(LayerSpec layer) => CellWords.Norm((int)layer.Cell.Norm, layer.Cell.NormEpsilon ?? CellSpec.DefaultNormEpsilon);
}
