namespace LstmGen.Formats;

/// <summary>The tensors of a SeriesScaler, which lie in one file with those of a model.</summary>
/// <remarks>
/// Their names are found nowhere else: <c>offset</c> and <c>scale</c> alone are the parameters of layer normalisation in other libraries, which
/// must not be passed over. The generator compiles this file too.
/// </remarks>
internal static class ScalingTensors
{
    internal const string Offset = "series_offset";
    internal const string Scale = "series_scale";

    /// <summary>The name of the tensor that belongs to one of a scaling, such as <c>x.series_scale</c> to <c>x.series_offset</c>; null where a name is of no scaling.</summary>
    internal static string? Partner(string name)
        => name.EndsWith(Offset, StringComparison.Ordinal) ? name.Substring(0, name.Length - Offset.Length) + Scale
            : name.EndsWith(Scale, StringComparison.Ordinal) ? name.Substring(0, name.Length - Scale.Length) + Offset
            : null;
}
