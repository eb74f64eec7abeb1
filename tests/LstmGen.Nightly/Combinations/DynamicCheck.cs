using LstmGen.TestKit.Comparing;
using LstmGen.TestKit.Networks;

namespace LstmGen.Nightly.Combinations;

/// <summary>The same network as a description: its shape, and the bits of a run on every kernel set.</summary>
internal static class DynamicCheck
{
    internal static void Run(CompiledCombination compiled, NetworkTrial trial, bool lengths)
    {
        LstmNetworkDescription description = Descriptions.Of(compiled.Type);
        LstmShape shape = compiled.Network.Shape;
        if (description.Shape != shape)
        {
            throw new InvalidOperationException($"The description has the shape {description.Shape}, and the class {shape}.");
        }

        CompiledModel generated = compiled.Network.Model.Create(trial.Weights);
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            var dynamic = new LstmDynamic(description, trial.Weights, kernelSet);
            float[] expected = new float[(shape.Outputs == LstmOutputs.EveryStep ? trial.Steps : 1) * trial.Batch * shape.OutputSize], found = new float[expected.Length];
            LstmState expectedState = generated.CreateState(trial.Batch), foundState = dynamic.CreateState(trial.Batch);
            generated.Run(trial.Inputs, lengths ? trial.Lengths : All(trial), expectedState, expected);
            dynamic.Run(trial.Inputs, lengths ? trial.Lengths : All(trial), foundState, found);
            Bits.AssertSame(expected, found, $"outputs of LstmDynamic, {kernelSet}");
            for (int layer = 0; layer < expectedState.LayerCount; layer++)
            {
                foreach (string name in expectedState.NamesOf(layer))
                {
                    Bits.AssertSame(expectedState.Get(name, layer, trial.Batch - 1), foundState.Get(name, layer, trial.Batch - 1), $"{name} of layer {layer} of LstmDynamic, {kernelSet}");
                }
            }
        }
    }

    private static int[] All(NetworkTrial trial)
    {
        int[] lengths = new int[trial.Batch];
        Array.Fill(lengths, trial.Steps);
        return lengths;
    }
}
