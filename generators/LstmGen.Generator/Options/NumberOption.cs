using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>An option that is a float.</summary>
internal abstract class NumberOption : Option
{
    protected abstract ModelSpec Set(ModelSpec model, float value);

    internal sealed override ModelSpec? With(ModelSpec model, object? value) => value is float number ? Set(model, number == 0 ? 0 : number) : null; // -0 is 0

    protected static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    /// <summary>The number as C# writes it.</summary>
    protected static string Literal(float value) => CellWords.Number(value) + "f";

    /// <summary>The number as part of an identifier.</summary>
    protected static string InName(float value) => CellWords.Number(value).Replace('.', '_').Replace('-', 'm').Replace("+", "");
}
