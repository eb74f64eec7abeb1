using LstmGen.Training;

namespace LstmGen;

/// <summary>Initial values as Keras makes them.</summary>
internal static class KerasValues
{
    /// <summary>Values of one tensor of a new model.</summary>
    /// <param name="tensor">Which.</param>
    /// <param name="values">Written; zeros before.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="first">Number of the tensor's first value among those of the model.</param>
    internal static void Fill(ModelTensor tensor, Span<float> values, ulong seed, ulong first)
    {
        int rows = (int)tensor.Dimensions[0], columns = (int)tensor.Dimensions[^1];
        switch (tensor.Kind)
        {
            case ModelTensorKind.RecurrentWeights:
                OrthogonalMatrix.Fill(values, rows, columns, CounterRandom.Key(seed, first));
                break;
            case ModelTensorKind.Bias:
                break;
            default:
                // Of a vector Keras takes the length for both numbers.
                UniformValues.Fill(values, seed + (first * SplitMix64.Increment), (float)Math.Sqrt(6.0 / ((double)rows + columns)));
                break;
        }
    }
}
