using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Which function something goes through.</summary>
internal sealed class ActivationOption(ActivationRole role) : ChoiceOption<FunctionKind>, ICellOption
{
    internal override string Argument => $"{role.Prefix}Activation";

    protected override string Enum => "LstmActivation";

    protected override FunctionKind Get(ModelSpec model) => role.Function(model.Cell);

    protected override ModelSpec Set(ModelSpec model, FunctionKind value) => role.Change(model, activation => activation with { Function = value == role.Default ? null : value });

    public string Cell(CellSpec cell) => role.Get(cell).Function is { } function ? $"{Argument} = global::LstmGen.{Enum}.{function}" : "";

    internal override string Name(LayerSpec layer)
        => role.Get(layer.Cell).Function is { } function ? $"_{(role == ActivationRole.Gate ? "" : role.Prefix)}{function}" : "";

    internal override string Words(LayerSpec layer)
    {
        ActivationSpec activation = role.Get(layer.Cell);
        return CellWords.Activation(
            role.Function(layer.Cell).ToString(), activation.Function is null, activation.Alpha ?? float.NaN, activation.Beta ?? float.NaN, role.What);
    }
}
