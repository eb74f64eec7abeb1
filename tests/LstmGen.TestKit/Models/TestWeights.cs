using LstmGen.Formats;

namespace LstmGen.TestKit.Models;

/// <summary>
/// One layer in PyTorch's layout: W [G H, I], R [G H, H], two biases [G H] (empty without bias), rows of the gates i f g o or,
/// coupled, f g o or i g o; peepholes [H] (empty without, and that of the gate without rows).
/// </summary>
internal sealed record TestLayer(float[] WeightIh, float[] WeightHh, float[] BiasIh, float[] BiasHh)
{
    internal float[] PeepholeI { get; init; } = [];

    internal float[] PeepholeF { get; init; } = [];

    internal float[] PeepholeO { get; init; } = [];
}

/// <summary>The weights a test chose, held apart from the library; they reach a model as named tensors, like a user's.</summary>
internal sealed class TestWeights(LstmShape shape, TestLayer[] layers, float[] headWeight, float[] headBias)
{
    internal LstmShape Shape { get; } = shape;

    internal TestLayer[] Layers { get; } = layers;

    /// <summary>[O, H], empty without head.</summary>
    internal float[] HeadWeight { get; } = headWeight;

    /// <summary>[O], empty without head or bias.</summary>
    internal float[] HeadBias { get; } = headBias;

    /// <summary>Uniform in ± the power of two next to 1/sqrt(H), PyTorch's range, times <paramref name="gain"/>.</summary>
    internal static TestWeights Random(LstmShape shape, ulong seed, float gain = 1)
    {
        var random = new SplitMix(seed);
        float scale = InitialScale(shape.Hidden) * gain;
        return Build(shape, length => random.Fill(length, scale));
    }

    /// <summary>Every parameter tensor from one function of its length, in the order of the file.</summary>
    internal static TestWeights Build(LstmShape shape, Func<long, float[]> fill)
    {
        int rows = shape.Gates * shape.Hidden;
        int peepholes = shape.CellOptions.Peepholes ? shape.Hidden : 0;
        int biases = shape.Bias ? rows : 0;
        var layers = new TestLayer[shape.Layers];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = new TestLayer(
                fill((long)rows * shape.LayerInput(layer)), fill((long)rows * shape.Hidden), fill(biases), fill(biases))
            {
                PeepholeI = fill(shape.CellOptions.CoupledGates == LstmCoupledGates.InputFromForget ? 0 : peepholes),
                PeepholeF = fill(shape.CellOptions.CoupledGates == LstmCoupledGates.ForgetFromInput ? 0 : peepholes),
                PeepholeO = fill(peepholes),
            };
        }

        return new TestWeights(shape, layers, fill((long)shape.Output * shape.Hidden), fill(shape.Bias ? shape.Output : 0));
    }

    /// <summary>The largest power of two not above 1/sqrt(H).</summary>
    internal static float InitialScale(int hidden)
    {
        float scale = 1;
        while (scale * scale * hidden > 1)
        {
            scale /= 2;
        }

        return scale;
    }

    /// <summary>The weights as the library loads them.</summary>
    internal LstmWeights ToLstmWeights()
    {
        var tensors = new List<SafetensorsTensor>();
        void Add(string name, float[] values, params ReadOnlySpan<long> dimensions)
        {
            if (values.Length > 0)
            {
                tensors.Add(SafetensorsTensor.FromFloats(name, dimensions, values));
            }
        }

        int rows = Shape.Gates * Shape.Hidden;
        string gates = Reference.ReferenceModels.Rows(Shape.CellOptions.CoupledGates);
        for (int layer = 0; layer < Layers.Length; layer++)
        {
            Add($"weight_ih{gates}_l{layer}", Layers[layer].WeightIh, rows, Shape.LayerInput(layer));
            Add($"weight_hh{gates}_l{layer}", Layers[layer].WeightHh, rows, Shape.Hidden);
            Add($"bias_ih{gates}_l{layer}", Layers[layer].BiasIh, rows);
            Add($"bias_hh{gates}_l{layer}", Layers[layer].BiasHh, rows);
            Add($"peephole_i_l{layer}", Layers[layer].PeepholeI, Shape.Hidden);
            Add($"peephole_f_l{layer}", Layers[layer].PeepholeF, Shape.Hidden);
            Add($"peephole_o_l{layer}", Layers[layer].PeepholeO, Shape.Hidden);
        }

        Add("head.weight", HeadWeight, Shape.Output, Shape.Hidden);
        Add("head.bias", HeadBias, Shape.Output);
        return LstmWeights.From(tensors);
    }
}
