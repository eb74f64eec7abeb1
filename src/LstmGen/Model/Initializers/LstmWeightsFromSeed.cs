using LstmGen.Kernels;
using LstmGen.Training;

namespace LstmGen;

/// <summary>Initial values from counters of a seed, by integers and IEEE arithmetic alone.</summary>
internal sealed class LstmWeightsFromSeed(ulong seed, LstmInitializer initializer) : LstmWeights
{
    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var parameters = new LstmParameters(shape);
        ulong first = 0;
        foreach (ModelTensor tensor in shape.Tensors())
        {
            float[] values = parameters.Values(tensor);
            if (tensor.Kind is ModelTensorKind.Gain or ModelTensorKind.Shift or ModelTensorKind.InitialState)
            {
                values.AsSpan().Fill(tensor.Kind == ModelTensorKind.Gain ? 1 : 0);
            }
            else if (tensor.Kind == ModelTensorKind.Embedding)
            {
                Embed(values, first);
            }
            else if (initializer.IsKeras)
            {
                KerasValues.Fill(tensor, values, seed, first);
            }
            else
            {
                UniformValues.Fill(values, seed + (first * SplitMix64.Increment), Limit(shape.Parts.All[tensor.Part]));
            }

            first += (ulong)values.Length;
        }

        SetForgetBias(parameters);
        return parameters;
    }

    /// <summary>Biases are summed, so the first has the value and the others are 0.</summary>
    private void SetForgetBias(LstmParameters parameters)
    {
        LstmShape shape = parameters.Shape;
        if (initializer.ForgetBias is float asked && !shape.Bias)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The initialiser's ForgetBias is {asked}, but {shape} has no biases; ForgetBias = null was expected."), nameof(shape));
        }

        bool taken = initializer.ForgetBias is null;
        float? bias = initializer.ForgetBias ?? (initializer.IsKeras ? 1 : null);
        for (int at = 0; bias is not null && at < parameters.Parts.Length; at++)
        {
            LstmPart part = shape.Parts.All[at];
            int forget = LstmCells.ForgetSum(part.Cell);
            for (int index = 0; part.Recurs && forget >= 0 && index < parameters.Parts[at].Biases.Length; index++)
            {
                parameters.Parts[at].Biases[index].AsSpan(forget * part.Units, part.Units).Fill(index == 0 ? bias!.Value : 0);
                taken = true;
            }
        }

        if (!taken)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"The initialiser's ForgetBias is {initializer.ForgetBias}, but {shape} has no forget gate with a bias; ForgetBias = null was expected."), nameof(shape));
        }
    }

    /// <summary>Vectors of tokens: PyTorch's are normal, those of Keras uniform in [-0.05, 0.05).</summary>
    private void Embed(float[] values, ulong first)
    {
        if (initializer.IsKeras)
        {
            UniformValues.Fill(values, seed + (first * SplitMix64.Increment), 0.05f);
            return;
        }

        ulong key = CounterRandom.Key(seed, first);
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = CounterRandom.Normal(key, (ulong)at);
        }
    }

    /// <summary>PyTorch's: of a recurrent layer by its units, of another by what it reads.</summary>
    private static float Limit(LstmPart part) => 1f / MathF.Sqrt(part.Recurs ? part.Units : part.Features);
}
