using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Outputs that h is projected to; 0 for none.</summary>
internal sealed class ProjectionOption : SizeOption
{
    internal override string Argument => "Projection";

    protected override (int Least, int Most) Range => (0, 4096);

    protected override int Get(ModelSpec model) => model.Projection;

    protected override ModelSpec Set(ModelSpec model, int value) => model with { Projection = value };

    protected override bool IsArgumentOfShape => false;

    internal override OptionFault? Fault(ModelSpec model)
        => base.Fault(model) ?? (model.Projection > 0 && model.Projection >= model.Hidden && model.Hidden > 0
            ? new(FaultKind.Size, Number(model.Projection), $"less than the {Number(model.Hidden)} units, or 0 for none,")
            : null);

    internal override string ShapeProperty(ModelSpec model) => model.Projection > 0 ? $"Projection = {Number(model.Projection)}" : "";

    internal override string Words(ModelSpec model) => model.Projection > 0 ? $"projected to {Number(model.Projection)}" : "";
}
