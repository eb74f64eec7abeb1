using LstmGen.Footprint.Models;

namespace LstmGen.Footprint;

/// <summary>Calls everything a model offers, so that every kernel of a set is compiled.</summary>
internal static class Exercise
{
    private const int LargestBatch = 13;
    private const int Steps = 40;

    internal static void Run(string kernelSet)
    {
        var model = new Forecaster(LstmWeights.Random(1), kernelSet);
        float[] step = new float[128];
        model.Step([0.5f], model.CreateState(), step);
        for (int batch = 1; batch <= LargestBatch; batch++)
        {
            float[] inputs = new float[Steps * batch];
            float[] outputs = new float[Steps * batch * 128];
            int[] lengths = [.. Enumerable.Range(0, batch).Select(row => row % Steps)];
            LstmState state = model.CreateState(batch);
            model.Run(inputs, state, outputs);
            model.Run(inputs, lengths, state, outputs);
        }
    }
}
