using LstmGen.Formats;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The parameters of one model in PyTorch's layout, row-major: the gates i, f, g, o along 4H, or f, g, o along 3H where they are coupled.</summary>
public sealed class LstmParameters
{
    internal LstmParameters(LstmShape shape)
    {
        Shape = shape;
        LstmCellLayout cell = shape.Cell;
        int rows = cell.Sums * shape.Hidden;
        Layers = new LstmLayerParameters[shape.Layers];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Layers[layer] = new LstmLayerParameters(
                new float[(long)rows * shape.LayerInput(layer)], new float[(long)rows * shape.Hidden],
                Vectors(shape.Bias ? cell.Biases.Length : 0, rows), Vectors(cell.Vectors.Length, shape.Hidden));
        }

        HeadWeight = new float[(long)shape.Output * shape.Hidden];
        HeadBias = new float[shape.Bias ? shape.Output : 0];
    }

    /// <summary>The shape these belong to.</summary>
    public LstmShape Shape { get; }

    internal ParametersVersion Version { get; } = new();

    internal LstmLayerParameters[] Layers { get; }

    internal float[] HeadWeight { get; }

    internal float[] HeadBias { get; }

    /// <summary>W of a layer, <c>weight_ih_l{layer}</c>: [4H, LayerInput], with coupled gates <c>weight_ih_fgo_l{layer}</c>: [3H, LayerInput].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> WeightIh(int layer) => Layer(layer).InputWeights;

    /// <summary>R of a layer, <c>weight_hh_l{layer}</c>: [4H, H], with coupled gates <c>weight_hh_fgo_l{layer}</c>: [3H, H].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> WeightHh(int layer) => Layer(layer).RecurrentWeights;

    /// <summary><c>bias_ih_l{layer}</c>: [4H], with coupled gates <c>bias_ih_fgo_l{layer}</c>: [3H], empty without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> BiasIh(int layer) => Bias(layer, 0);

    /// <summary><c>bias_hh_l{layer}</c>: [4H], with coupled gates <c>bias_hh_fgo_l{layer}</c>: [3H], empty without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> BiasHh(int layer) => Bias(layer, 1);

    /// <summary>Peephole weights of the input gate, <c>peephole_i_l{layer}</c>: [H], empty without peepholes and where i is 1 - f.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeI(int layer) => Vector(layer, "peephole_i");

    /// <summary>Peephole weights of the forget gate, <c>peephole_f_l{layer}</c>: [H], empty without peepholes and where f is 1 - i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeF(int layer) => Vector(layer, "peephole_f");

    /// <summary>Peephole weights of the output gate, <c>peephole_o_l{layer}</c>: [H], empty without peepholes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeO(int layer) => Vector(layer, "peephole_o");

    /// <summary>Weight of the head: [Output, H], empty without head.</summary>
    public ReadOnlySpan<float> HeadWeights => HeadWeight;

    /// <summary>Bias of the head: [Output], empty without head or bias.</summary>
    public ReadOnlySpan<float> HeadBiases => HeadBias;

    /// <summary>The parameters as F32 tensors with PyTorch's names (those that <see cref="LstmWeights"/> lists), in PyTorch's order; the values are copied.</summary>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    public IReadOnlyList<SafetensorsTensor> ToTensors(string prefix = "", string head = "head.")
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(head);
        return Shape.Tensors(prefix, head).ConvertAll(tensor => SafetensorsTensor.FromFloats(tensor.Name, tensor.Dimensions, Values(tensor)));
    }

    /// <summary>
    /// Writes a safetensors file that <see cref="LstmWeights.Load(string, string, string)"/> and PyTorch read, as
    /// <see cref="SafetensorsWriter"/> does: complete or not at all.
    /// </summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="IOException">The file cannot be written, or the path names a folder; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an older file is left as it was.</exception>
    public void Save(string path, string prefix = "", string head = "head.") => SafetensorsWriter.Write(path, ToTensors(prefix, head));

    /// <summary>The array that holds the values of a tensor.</summary>
    internal float[] Values(ModelTensor tensor)
        => tensor.Layer < Layers.Length ? Layers[tensor.Layer][tensor.Index] : tensor.Index == 0 ? HeadWeight : HeadBias;

    private static float[][] Vectors(int count, int length)
    {
        var vectors = new float[count][];
        for (int index = 0; index < count; index++)
        {
            vectors[index] = new float[length];
        }

        return vectors;
    }

    private ReadOnlySpan<float> Bias(int layer, int index) => index < Layer(layer).Biases.Length ? Layers[layer].Biases[index] : default;

    private ReadOnlySpan<float> Vector(int layer, string name)
    {
        LstmLayerParameters parameters = Layer(layer);
        int index = Array.IndexOf(Shape.Cell.Vectors, name);
        return index < 0 ? default : parameters.Vectors[index];
    }

    private LstmLayerParameters Layer(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Shape.Layers);
        return Layers[layer];
    }
}

/// <summary>One layer's parameters by the layout of its cell, whose sums are G: W [G H, I], R [G H, H], biases [G H] and weights a unit [H].</summary>
internal sealed record LstmLayerParameters(float[] InputWeights, float[] RecurrentWeights, float[][] Biases, float[][] Vectors)
{
    /// <summary>A tensor by its place among those of a layer.</summary>
    internal float[] this[int tensor] => tensor switch
    {
        0 => InputWeights,
        1 => RecurrentWeights,
        _ => tensor - 2 < Biases.Length ? Biases[tensor - 2] : Vectors[tensor - 2 - Biases.Length],
    };
}
