using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>A tensor as the header of a weight file describes it.</summary>
internal sealed record WeightTensor(string Name, string Dtype, EquatableArray<long> Shape)
{
    /// <summary>Name, dtype and shape, such as <c>'weight_ih_l0' F32 [512, 1]</c>.</summary>
    public override string ToString() => $"{Quote(Name)} {Dtype} {ShapeText(Shape)}";

    internal static string ShapeText(EquatableArray<long> shape)
        => shape.Count > 16 ? $"[{string.Join(", ", shape.Take(16))}, ... {shape.Count} dimensions]" : $"[{string.Join(", ", shape)}]";

    /// <summary>A name in quotes on one line, cut where a hostile file would make a message of megabytes.</summary>
    internal static string Quote(string name)
    {
        string cut = name.Length > 200 ? name.Substring(0, 200) + "..." : name;
        return $"'{string.Concat(cut.Select(each => char.IsControl(each) ? ' ' : each))}'";
    }
}

/// <summary>What the build found in a weight file: its tensors in the header's order, or why it is none.</summary>
/// <param name="Tensors">Empty where there is an error.</param>
/// <param name="Error">Null where the header is one of a safetensors file that is all there.</param>
internal sealed record WeightHeader(EquatableArray<WeightTensor> Tensors, string? Error)
{
    /// <summary>The network that the file says it is of (<see cref="NetworkText"/>); null where it does not.</summary>
    internal string? Network { get; init; }
}
