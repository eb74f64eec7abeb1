using LstmGen.Kernels;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>A tensor that a model needs.</summary>
internal sealed record ExpectedTensor(string Name, EquatableArray<long> Shape)
{
    public override string ToString() => $"{WeightTensor.Quote(Name)} {WeightTensor.ShapeText(Shape)}";
}

/// <summary>The tensors that a model needs, in PyTorch's order: those that the library lists, from the same source.</summary>
internal static class ExpectedTensors
{
    internal static List<ExpectedTensor> Of(ModelSpec model, string prefix, string head, IEnumerable<WeightTensor> found)
    {
        LstmPart[] parts = [.. Network.Of(model).Parts.Select(part => part.Part)];
        var names = new HashSet<string>(found.Select(tensor => tensor.Name), StringComparer.Ordinal);
        return ModelTensors
            .List(parts, prefix, head, ModelTensors.AreUnnumbered(parts, prefix, names))
            .ConvertAll(tensor => new ExpectedTensor(tensor.Name, new(tensor.Dimensions)));
    }
}
