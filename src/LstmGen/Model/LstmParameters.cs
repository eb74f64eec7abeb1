namespace LstmGen;

/// <summary>The parameters of one model in PyTorch's layout (gate order i, f, g, o along 4H), row-major.</summary>
public sealed class LstmParameters
{
    internal LstmParameters(LstmShape shape)
    {
        Shape = shape;
        int rows = 4 * shape.Hidden;
        Layers = new LstmLayerParameters[shape.Layers];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            Layers[layer] = new LstmLayerParameters(
                new float[(long)rows * shape.LayerInput(layer)], new float[(long)rows * shape.Hidden],
                new float[shape.Bias ? rows : 0], new float[shape.Bias ? rows : 0]);
        }

        HeadWeight = new float[(long)shape.Output * shape.Hidden];
        HeadBias = new float[shape.Bias ? shape.Output : 0];
    }

    /// <summary>The shape these belong to.</summary>
    public LstmShape Shape { get; }

    internal LstmLayerParameters[] Layers { get; }

    internal float[] HeadWeight { get; }

    internal float[] HeadBias { get; }

    /// <summary>W of a layer, <c>weight_ih_l{layer}</c>: [4H, LayerInput].</summary>
    public ReadOnlySpan<float> WeightIh(int layer) => Layers[layer].WeightIh;

    /// <summary>R of a layer, <c>weight_hh_l{layer}</c>: [4H, H].</summary>
    public ReadOnlySpan<float> WeightHh(int layer) => Layers[layer].WeightHh;

    /// <summary><c>bias_ih_l{layer}</c>: [4H], empty without bias.</summary>
    public ReadOnlySpan<float> BiasIh(int layer) => Layers[layer].BiasIh;

    /// <summary><c>bias_hh_l{layer}</c>: [4H], empty without bias.</summary>
    public ReadOnlySpan<float> BiasHh(int layer) => Layers[layer].BiasHh;

    /// <summary>Weight of the head: [Output, H], empty without head.</summary>
    public ReadOnlySpan<float> HeadWeights => HeadWeight;

    /// <summary>Bias of the head: [Output], empty without head or bias.</summary>
    public ReadOnlySpan<float> HeadBiases => HeadBias;
}

/// <summary>One layer's parameters: W [4H, I], R [4H, H] and the two biases [4H].</summary>
internal sealed record LstmLayerParameters(float[] WeightIh, float[] WeightHh, float[] BiasIh, float[] BiasHh);
