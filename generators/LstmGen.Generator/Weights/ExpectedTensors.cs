using LstmGen.Kernels;
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
        LstmCellLayout cell = model.Cell.Layout;
        var names = new HashSet<string>(found.Select(tensor => tensor.Name), StringComparer.Ordinal);
        return ModelTensors
            .List(
                cell, model.Layers, model.Input, model.Hidden, model.Output, model.Bias, prefix, head,
                ModelTensors.AreUnnumbered(cell, model.Layers, prefix, names))
            .ConvertAll(tensor => new ExpectedTensor(tensor.Name, new(tensor.Dimensions)));
    }
}
