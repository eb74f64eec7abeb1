using System.Globalization;

namespace LstmGen;

/// <summary>Options of a cell in words.</summary>
/// <remarks>The generator compiles this file too, so that a class and its shape say the same.</remarks>
internal static class CellWords
{
    /// <summary>Weights a unit that its gates see the cell state through.</summary>
    internal static string Peepholes(bool peepholes) => peepholes ? "peepholes" : "";

    /// <summary>Which gates have weights, by <see cref="LstmCells.Gates"/>.</summary>
    internal static string Coupled(string gates)
        => gates == LstmCells.AllGates ? "" : gates == LstmCells.WithoutInput ? "coupled gates" : "coupled gates (f = 1 - i)";

    /// <summary>What something goes through, where that is not its default.</summary>
    internal static string Activation(string activation, bool isDefault, float alpha, float beta, string what)
        => isDefault ? "" : $"{Spaced(activation)}{Constant(" alpha ", alpha)}{Constant(" beta ", beta)} {what}";

    /// <summary>A bound, where there is one.</summary>
    internal static string Bound(string what, float bound) => bound == 0 ? "" : $"{what} clipped at {Number(bound)}";

    /// <summary>What is normalised, by its number, and with which epsilon.</summary>
    internal static string Norm(int norm, float epsilon) => norm == 0 ? ""
        : (norm switch { 1 => "normalised gates", 2 => "normalised sums and cell", 3 => "normalised products and cell", _ => "normalised products and cell state" })
            + (epsilon == 1e-5f ? "" : $", epsilon {Number(epsilon)}");

    /// <summary>What of that the names of tensors show.</summary>
    internal static string NormOfTensors(int norm) => norm switch { 0 => "", 1 => "normalised gates", 2 => "normalised sums", _ => "normalised products" };

    /// <summary>Whether states begin with tensors.</summary>
    internal static string InitialState(bool learned) => learned ? "learned initial state" : "";

    /// <summary>How often a state is that of the step before.</summary>
    internal static string Zoneout(string what, float rate) => rate == 0 ? "" : $"zoneout {Number(rate)} of {what}";

    /// <summary>A float in as few digits as say which it is, the same on every run time.</summary>
    internal static string Number(float value)
    {
        string few = value.ToString("G7", CultureInfo.InvariantCulture);
        return float.TryParse(few, NumberStyles.Float, CultureInfo.InvariantCulture, out float same) && same == value ? few : value.ToString("G9", CultureInfo.InvariantCulture);
    }

    private static string Constant(string name, float value) => float.IsNaN(value) ? "" : name + Number(value);

    /// <summary>The name of an enum's value as words: HardSigmoid, hard sigmoid.</summary>
    private static string Spaced(string name)
    {
        string words = "";
        foreach (char letter in name)
        {
            words += char.IsUpper(letter) && words.Length > 0 ? $" {char.ToLowerInvariant(letter)}" : char.ToLowerInvariant(letter).ToString();
        }

        return words;
    }
}
