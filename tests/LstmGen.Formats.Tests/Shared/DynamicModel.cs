using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Runs what a reader gave.</summary>
internal static class DynamicModel
{
    /// <summary>Outputs of one sequence, with the gains that the weights cannot hold.</summary>
    internal static float[] Run(LstmModelFile model, ReadOnlySpan<float> inputs)
    {
        var network = new LstmDynamic(model.Network, model.Weights);
        LstmOutputs outputs = model.Network.Model?.Outputs ?? model.Network.Network!.Outputs;
        float[] y = new float[(outputs == LstmOutputs.EveryStep ? inputs.Length / network.Shape.Input : 1) * network.Shape.OutputSize];
        network.Run(Scaled(inputs, model.InputGain), network.CreateState(), y);
        return Scaled(y, model.OutputGain);
    }

    private static float[] Scaled(ReadOnlySpan<float> values, float gain)
    {
        float[] scaled = values.ToArray();
        return gain == 1 ? scaled : Array.ConvertAll(scaled, value => gain * value);
    }
}
