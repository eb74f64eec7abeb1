using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>alpha or beta of the function that something goes through.</summary>
internal sealed class ActivationConstantOption(ActivationRole role, bool isBeta) : NumberOption, ICellOption
{
    private string Letter => isBeta ? "beta" : "alpha";

    internal override string Argument => role.Prefix + (isBeta ? "Beta" : "Alpha");

    protected override ModelSpec Set(ModelSpec model, float value)
    {
        float? constant = float.IsNaN(value) ? null : value;
        return role.Change(model, activation => isBeta ? activation with { Beta = constant } : activation with { Alpha = constant });
    }

    internal override OptionFault? Fault(ModelSpec model)
    {
        FunctionKind function = role.Function(model.Cell);
        return Of(model.Cell) is not { } value || !Enum.IsDefined(typeof(FunctionKind), function) ? null
            : (isBeta ? ActivationSpec.OwnBeta(function) : ActivationSpec.OwnAlpha(function)) is null
                ? new(FaultKind.Unused, CellWords.Number(value), $"{function}, which the {role.What} {(role == ActivationRole.Gate ? "go" : "goes")} through, has no {Letter}")
            : !IsFinite(value) ? new(FaultKind.Number, CellWords.Number(value), "a finite number") : null;
    }

    public string Cell(CellSpec cell) => Of(cell) is { } value ? $"{Argument} = {Literal(value)}" : "";

    internal override string Name(LayerSpec layer) => Of(layer.Cell) is { } value ? $"_{Argument}{InName(value)}" : "";

    private float? Of(CellSpec cell) => isBeta ? role.Get(cell).Beta : role.Get(cell).Alpha;
}
