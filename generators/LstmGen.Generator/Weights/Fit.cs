using LstmGen.Formats;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>How the tensors of a file fit a model, with prefixes for the names of its layers and its head.</summary>
/// <param name="Expected">What the model needs.</param>
/// <param name="Missing">Those of them that the file does not have.</param>
/// <param name="Shapes">Those that it has with another shape.</param>
/// <param name="Dtypes">Those that it has with a dtype that a float does not hold.</param>
/// <param name="Unused">Tensors under the prefixes that the model does not need.</param>
internal sealed record Fit(ExpectedTensor[] Expected, ExpectedTensor[] Missing, ExpectedTensor[] Shapes, ExpectedTensor[] Dtypes, WeightTensor[] Unused)
{
    internal bool IsWhole => Missing.Length + Shapes.Length + Dtypes.Length + Unused.Length == 0;

    internal static Fit Of(ModelSpec model, string prefix, string head, WeightHeader header, Dictionary<string, WeightTensor> found)
    {
        ExpectedTensor[] expected = [.. ExpectedTensors.Of(model, prefix, head, header.Tensors)];
        ExpectedTensor[] there = [.. expected.Where(tensor => found.ContainsKey(tensor.Name))];
        var needed = new HashSet<string>(
            expected.Select(tensor => tensor.Name).Concat(there.Where(tensor => IsScaled(found[tensor.Name], found)).Select(tensor => RowScales.Of(tensor.Name))), StringComparer.Ordinal);
        return new(
            expected,
            [.. expected.Where(tensor => !found.ContainsKey(tensor.Name))],
            [.. there.Where(tensor => !found[tensor.Name].Shape.Equals(tensor.Shape))],
            [.. there.Where(tensor => !IsFloat(found[tensor.Name]) && !IsScaled(found[tensor.Name], found))],
            [
                .. header.Tensors.Where(tensor => !needed.Contains(tensor.Name) && (Starts(tensor.Name, prefix) || Starts(tensor.Name, head))
                    && !IsScaling(tensor, found)),
            ]);
    }

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private static bool IsFloat(WeightTensor tensor) => tensor.Dtype is "F32" or "F16" or "BF16";

    /// <summary>Whether a matrix is of integers whose scales are there.</summary>
    private static bool IsScaled(WeightTensor tensor, Dictionary<string, WeightTensor> found)
        => tensor is { Dtype: "I8", Shape.Count: 2 } && found.TryGetValue(RowScales.Of(tensor.Name), out WeightTensor? scales)
            && scales is { Dtype: "F32", Shape.Count: 1 } && scales.Shape[0] == tensor.Shape[0];

    /// <summary>Whether a tensor is one of the two of a SeriesScaler, both of which are there.</summary>
    private static bool IsScaling(WeightTensor tensor, Dictionary<string, WeightTensor> found)
        => ScalingTensors.Partner(tensor.Name) is { } name && found.TryGetValue(name, out WeightTensor? partner)
            && IsFloat(tensor) && IsFloat(partner) && tensor.Shape.Count == 1 && tensor.Shape.Equals(partner.Shape);
}
