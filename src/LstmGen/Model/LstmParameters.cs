using LstmGen.Formats;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>The parameters of one model in PyTorch's layout, row-major: the gates i, f, g, o along 4H, or f, g, o along 3H where they are coupled.</summary>
public sealed class LstmParameters
{
    internal LstmParameters(LstmShape shape)
    {
        Shape = shape;
        LstmPart[] all = shape.Parts.All;
        Parts = new LstmPartParameters[all.Length];
        for (int index = 0; index < all.Length; index++)
        {
            LstmPart part = all[index];
            Parts[index] = new LstmPartParameters(
                new float[(long)part.Rows * part.Features], new float[(long)part.Rows * part.RecurrentColumns],
                Vectors(part.Bias ? part.Cell.Biases.Length : 0, part.Rows), new float[part.Projects ? (long)part.Outputs * part.Units : 0],
                Vectors(part))
            {
                InitialStates = InitialStates(part),
            };
        }
    }

    /// <summary>The shape these belong to.</summary>
    public LstmShape Shape { get; }

    internal ParametersVersion Version { get; } = new();

    /// <summary>By the index of the parts of the shape.</summary>
    internal LstmPartParameters[] Parts { get; }

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

    /// <summary>The projection of a layer, <c>weight_hr_l{layer}</c>: [P, H], empty without one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> WeightHr(int layer) => Layer(layer).Projection;

    /// <summary>Peephole weights of the input gate, <c>peephole_i_l{layer}</c>: [H], empty without peepholes and where i is 1 - f.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeI(int layer) => Vector(layer, "peephole_i");

    /// <summary>Peephole weights of the forget gate, <c>peephole_f_l{layer}</c>: [H], empty without peepholes and where f is 1 - i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeF(int layer) => Vector(layer, "peephole_f");

    /// <summary>Peephole weights of the output gate, <c>peephole_o_l{layer}</c>: [H], empty without peepholes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ReadOnlySpan<float> PeepholeO(int layer) => Vector(layer, "peephole_o");

    /// <summary>Vectors of tokens, <c>embedding.weight</c>: [EmbeddedTokens, Input], empty where there are none.</summary>
    public ReadOnlySpan<float> Embeddings => Shape.EmbeddedTokens > 0 ? Parts[0].InputWeights : default;

    /// <summary>Weight of the head: [Output, H], empty without head.</summary>
    public ReadOnlySpan<float> HeadWeights => Shape.HasHead ? Parts[^1].InputWeights : default;

    /// <summary>Bias of the head: [Output], empty without head or bias.</summary>
    public ReadOnlySpan<float> HeadBiases => Shape.HasHead && Parts[^1].Biases.Length > 0 ? Parts[^1].Biases[0] : default;

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

    /// <summary>The same with metadata of one's own, such as those of a <see cref="Training.SeriesScaler"/>: so one file is the model with all that belongs to it.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="metadata">Keys and values; keys are unique.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="ArgumentException">A key occurs twice, or a text is no valid Unicode.</exception>
    /// <exception cref="IOException">The file cannot be written, or the path names a folder; an older file is left as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an older file is left as it was.</exception>
    public void Save(string path, IEnumerable<KeyValuePair<string, string>> metadata, string prefix = "", string head = "head.")
    {
        ArgumentNullException.ThrowIfNull(metadata);
        SafetensorsWriter.Write(path, ToTensors(prefix, head), metadata);
    }

    /// <summary>The array that holds the values of a tensor.</summary>
    internal float[] Values(ModelTensor tensor) => Parts[tensor.Part][tensor.Index];

    private static float[][] Vectors(int count, int length)
    {
        var vectors = new float[count][];
        for (int index = 0; index < count; index++)
        {
            vectors[index] = new float[length];
        }

        return vectors;
    }

    private static float[][] Vectors(LstmPart part)
    {
        var vectors = new float[part.Cell.Vectors.Length][];
        for (int index = 0; index < vectors.Length; index++)
        {
            vectors[index] = new float[part.Cell.VectorRows[index] * part.Units];
        }

        return vectors;
    }

    private static float[][] InitialStates(LstmPart part)
    {
        if (!part.Cell.LearnsInitialStates)
        {
            return [];
        }

        var states = new float[part.Cell.States.Length][];
        for (int state = 0; state < states.Length; state++)
        {
            states[state] = new float[part.Width(state)];
        }

        return states;
    }

    private ReadOnlySpan<float> Bias(int layer, int index) => Layer(layer).Biases is { } biases && index < biases.Length ? biases[index] : default;

    private ReadOnlySpan<float> Vector(int layer, string name)
    {
        LstmPartParameters parameters = Layer(layer);
        int index = Array.IndexOf(Shape.Parts.Recurrent[layer].Cell.Vectors, name);
        return index < 0 ? default : parameters.Vectors[index];
    }

    private LstmPartParameters Layer(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Shape.Parts.Recurrent.Length);
        return Parts[Array.IndexOf(Shape.Parts.All, Shape.Parts.Recurrent[layer])];
    }
}

/// <summary>
/// One part's parameters by the layout of its cell, whose sums are G: W [G H, I], R [G H, P], biases [G H], the projection [P, H] and weights a unit [H].
/// What a part does not have is empty.
/// </summary>
internal sealed record LstmPartParameters(float[] InputWeights, float[] RecurrentWeights, float[][] Biases, float[] Projection, float[][] Vectors)
{
    /// <summary>What each state begins with; none where that is zero.</summary>
    internal float[][] InitialStates { get; init; } = [];

    /// <summary>
    /// One of the weights a unit by its number: biases that the cell adds come first, then those of each tensor. A bias that the part does not have is empty.
    /// </summary>
    internal Span<float> VectorRow(LstmPart part, int vector)
    {
        if (part.Cell.Place == LstmBiasPlace.Cell)
        {
            if (vector < part.Cell.Sums)
            {
                return Biases.Length == 0 ? default : Biases[0].AsSpan(vector * part.Units, part.Units);
            }

            vector -= part.Cell.Sums;
        }

        int tensor = 0;
        for (; vector >= part.Cell.VectorRows[tensor]; tensor++)
        {
            vector -= part.Cell.VectorRows[tensor];
        }

        return Vectors[tensor].AsSpan(vector * part.Units, part.Units);
    }

    /// <summary>A tensor by its place among those of a part.</summary>
    internal float[] this[int tensor]
    {
        get
        {
            if (tensor == 0)
            {
                return InputWeights;
            }

            tensor--;
            if (RecurrentWeights.Length > 0 && tensor-- == 0)
            {
                return RecurrentWeights;
            }

            if (tensor < Biases.Length)
            {
                return Biases[tensor];
            }

            tensor -= Biases.Length;
            if (Projection.Length > 0 && tensor-- == 0)
            {
                return Projection;
            }

            return tensor < Vectors.Length ? Vectors[tensor] : InitialStates[tensor - Vectors.Length];
        }
    }
}
