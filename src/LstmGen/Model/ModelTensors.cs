using System.Globalization;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>What a tensor is to the layer that it belongs to.</summary>
internal enum ModelTensorKind
{
    /// <summary>A matrix that the inputs of a layer are multiplied by.</summary>
    InputWeights,

    /// <summary>A matrix that h of the step before is multiplied by.</summary>
    RecurrentWeights,

    /// <summary>What sums start from.</summary>
    Bias,

    /// <summary>A weight a unit.</summary>
    Vector,
}

/// <summary>One tensor of a model: its name and shape, and where its values are kept.</summary>
/// <param name="kind">What it is to its layer.</param>
/// <param name="name">PyTorch's name, prefix included.</param>
/// <param name="dimensions">[rows, columns] of a matrix, [rows] of a vector.</param>
/// <param name="layer">0 is the first; the number of layers is the head.</param>
/// <param name="index">Its place among the tensors of a layer or of the head, those that the model has no need for left out.</param>
internal sealed class ModelTensor(ModelTensorKind kind, string name, long[] dimensions, int layer, int index)
{
    internal ModelTensorKind Kind { get; } = kind;

    internal string Name { get; } = name;

    internal long[] Dimensions { get; } = dimensions;

    internal int Layer { get; } = layer;

    internal int Index { get; } = index;
}

/// <summary>The tensors a model needs, in PyTorch's order of parameters.</summary>
/// <remarks>
/// The generator compiles this file too, so that a build expects what a program does: hence no newer C# and no API of .NET's later versions.
/// Plain on purpose, as all that a model's constructor calls: in a new process each generic instance, lambda or interpolated string would cost
/// compile time there.
/// </remarks>
internal static class ModelTensors
{
    /// <summary>Names and shapes of every parameter.</summary>
    /// <param name="cell">The cell of all layers.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="input">Features of the model's inputs.</param>
    /// <param name="hidden">Units of a layer.</param>
    /// <param name="output">Outputs of the head, 0 for none.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="prefix">Before the layers' names.</param>
    /// <param name="head">Before the head's names.</param>
    /// <param name="unnumbered">Names of a single layer without <c>_l0</c>.</param>
    internal static List<ModelTensor> List(
        LstmCellLayout cell, int layers, int input, int hidden, int output, bool bias, string prefix, string head, bool unnumbered)
    {
        int count = 2 + (bias ? cell.Biases.Length : 0) + cell.Vectors.Length;
        var list = new List<ModelTensor>((count * layers) + 2);
        long rows = (long)cell.Sums * hidden;
        for (int layer = 0; layer < layers; layer++)
        {
            string suffix = unnumbered ? "" : "_l" + layer.ToString(CultureInfo.InvariantCulture);
            int index = 0;
            list.Add(new ModelTensor(ModelTensorKind.InputWeights, prefix + cell.InputWeights + suffix, [rows, layer == 0 ? input : hidden], layer, index++));
            list.Add(new ModelTensor(ModelTensorKind.RecurrentWeights, prefix + cell.RecurrentWeights + suffix, [rows, hidden], layer, index++));
            for (int each = 0; bias && each < cell.Biases.Length; each++)
            {
                list.Add(new ModelTensor(ModelTensorKind.Bias, prefix + cell.Biases[each] + suffix, [rows], layer, index++));
            }

            for (int each = 0; each < cell.Vectors.Length; each++)
            {
                list.Add(new ModelTensor(ModelTensorKind.Vector, prefix + cell.Vectors[each] + suffix, [hidden], layer, index++));
            }
        }

        if (output > 0)
        {
            list.Add(new ModelTensor(ModelTensorKind.InputWeights, head + "weight", [output, hidden], layers, 0));
            if (bias)
            {
                list.Add(new ModelTensor(ModelTensorKind.Bias, head + "bias", [output], layers, 1));
            }
        }

        return list;
    }

    /// <summary>Whether names that were found are those of a single layer as LSTMCell has them, without <c>_l0</c>.</summary>
    internal static bool AreUnnumbered(LstmCellLayout cell, int layers, string prefix, ICollection<string> found)
    {
        string inputs = prefix + cell.InputWeights, recurrent = prefix + cell.RecurrentWeights;
        return layers == 1 && (found.Contains(inputs) || found.Contains(recurrent)) && !found.Contains(inputs + "_l0") && !found.Contains(recurrent + "_l0");
    }
}
