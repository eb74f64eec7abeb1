using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>
/// Between PyTorch's parameters and oneDNN's: the gates stand in the same order (i, f, g, o), a matrix is transposed
/// ([4H, columns] there, [columns, 4H] here), and there is one bias, the sum of PyTorch's two.
/// </summary>
internal static class OneDnnWeights
{
    internal static float[] Layer(LstmParameters parameters)
        => [.. Layers(parameters).SelectMany(layer => Matrix.Transposed(parameters.WeightIh(layer), 4 * parameters.Shape.Hidden))];

    internal static float[] Iteration(LstmParameters parameters)
        => [.. Layers(parameters).SelectMany(layer => Matrix.Transposed(parameters.WeightHh(layer), 4 * parameters.Shape.Hidden))];

    /// <summary>[H, outputs] of each layer that projects.</summary>
    internal static float[] Projection(LstmParameters parameters)
        => [.. Layers(parameters).SelectMany(layer => Matrix.Transposed(
            parameters.ToTensors().Single(tensor => tensor.Name == $"weight_hr{parameters.Shape.Suffix(layer)}").ToFloats(), parameters.Shape.Projection))];

    /// <summary>Direction of a primitive.</summary>
    /// <exception cref="NotSupportedException">A primitive has no such layers.</exception>
    internal static int Direction(LstmShape shape)
        => shape.Layers > 1 && shape.Input != shape.Given()
            ? throw new NotSupportedException($"One primitive takes layers of one size; the model has {shape.Input} inputs and {shape.Given()} outputs a layer.")
            : shape.Direction switch
            {
                LstmDirection.Forward => Dnnl.LeftToRight,
                LstmDirection.Both when shape is { Layers: 1, Merge: LstmMerge.Concat } => Dnnl.BothConcatenated,
                _ => throw new NotSupportedException($"{shape}: one primitive has one layer in two directions, side by side."),
            };

    internal static float[] Biases(LstmParameters parameters)
        => [.. Layers(parameters).SelectMany(layer => parameters.BiasIh(layer).ToArray().Zip(parameters.BiasHh(layer).ToArray(), (ih, hh) => ih + hh))];

    /// <summary>Adds the gradients of PyTorch's parameters, by name; those of its two biases are the same.</summary>
    internal static void Split(LstmShape shape, Span<float> layers, Span<float> iterations, Span<float> biases, Dictionary<string, float[]> gradients)
    {
        int rows = 4 * shape.Hidden;
        for (int layer = 0; layer < shape.States(); layer++)
        {
            int columns = shape.LayerInput(layer);
            gradients["weight_ih" + shape.Suffix(layer)] = Matrix.Transposed(layers.Slice(layer * rows * columns, rows * columns), columns);
            gradients["weight_hh" + shape.Suffix(layer)] = Matrix.Transposed(iterations.Slice(layer * rows * shape.Hidden, rows * shape.Hidden), shape.Hidden);
            gradients["bias_ih" + shape.Suffix(layer)] = biases.Slice(layer * rows, rows).ToArray();
            gradients["bias_hh" + shape.Suffix(layer)] = biases.Slice(layer * rows, rows).ToArray();
        }
    }

    private static IEnumerable<int> Layers(LstmParameters parameters) => Enumerable.Range(0, parameters.Shape.States());
}
