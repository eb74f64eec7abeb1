using LstmGen.Conformance.Compiled;

namespace LstmGen.Conformance.Reference;

/// <summary>Turns the float weights of a test into the reference model, exactly.</summary>
internal static class ReferenceModels
{
    internal static ReferenceLstm Of(TestWeights weights)
    {
        LstmShape shape = weights.Shape;
        var layers = new ReferenceLayer[shape.Layers];
        for (int index = 0; index < layers.Length; index++)
        {
            TestLayer layer = weights.Layers[index];
            layers[index] = new ReferenceLayer(
                shape.LayerInput(index), shape.Hidden, Widen(layer.WeightIh), Widen(layer.WeightHh), Widen(layer.BiasIh), Widen(layer.BiasHh));
        }

        return new ReferenceLstm(
            layers, shape.HasHead ? new ReferenceHead(shape.Output, Widen(weights.HeadWeight), Widen(weights.HeadBias)) : null);
    }

    internal static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int index = 0; index < wide.Length; index++)
        {
            wide[index] = values[index];
        }

        return wide;
    }
}
