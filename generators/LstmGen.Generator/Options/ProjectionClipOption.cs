using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Bound of what h is projected to. The kernels of the projection alone have it.</summary>
internal sealed class ProjectionClipOption : NumberOption, ICellOption
{
    internal override string Argument => "ProjectionClip";

    protected override ModelSpec Set(ModelSpec model, float value) => model with { Cell = model.Cell with { ProjectionClip = value } };

    internal override OptionFault? Fault(ModelSpec model)
        => BoundOption.Fault(model.Cell.ProjectionClip) ?? (model.Cell.ProjectionClip > 0 && model.Projection == 0
            ? new(FaultKind.Unused, CellWords.Number(model.Cell.ProjectionClip), "there is no projection") : null);

    public string Cell(CellSpec cell) => cell.ProjectionClip == 0 ? "" : $"{Argument} = {Literal(cell.ProjectionClip)}";

    internal override string Name(LayerSpec layer) => layer.Cell.ProjectionClip == 0 ? "" : $"_{Argument}{InName(layer.Cell.ProjectionClip)}";

    internal override string Words(LayerSpec layer) => CellWords.Bound("projection", layer.Cell.ProjectionClip);

    internal override string Words(ModelSpec model) => CellWords.Bound("projection", model.Cell.ProjectionClip);
}
