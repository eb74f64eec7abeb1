using LstmGen.TestKit.Comparing;
using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Networks;

/// <summary>What holds for every network.</summary>
internal static class NetworkChecks
{
    /// <summary>Runs and training steps lie within bounds of the reference, and a training step runs forward as a run does.</summary>
    internal static void Reference(NetworkCase network, NetworkTrial trial, bool lengths, NetworkBounds bounds)
    {
        ReferenceSolution expected = trial.Problem(lengths).Solve();
        Result run = trial.Run(network.Model.KernelSets[0], lengths);
        AssertWithin(bounds.Forward, run.Outputs, expected.Outputs, "outputs", ErrorBound.Floor);
        AssertWithin(bounds.Forward, run.Hidden, expected.Hidden, "h", ErrorBound.Floor);
        AssertWithin(bounds.Forward, run.Cell, expected.Cell, "c", ErrorBound.Floor);
        (Result forward, List<(string Name, float[] Values)> found) = trial.Train(network.Model.KernelSets[0], lengths: lengths);
        forward.AssertSame(run, "a training step");
        Assert.Equal(expected.Gradients.Select(one => one.Name), found.Select(one => one.Name));
        foreach (((string tensor, double[] gradients), (_, float[] values)) in expected.Gradients.Zip(found))
        {
            AssertWithin(bounds.Backward, values, gradients, $"gradient of {tensor}", GradientBound.Floor(tensor, trial.Steps, trial.Batch));
        }
    }

    /// <summary>All kernel sets, and one thread or three, give the same bits, forward and backward.</summary>
    internal static void KernelSetsAndThreads(NetworkCase network, NetworkTrial trial, bool lengths)
    {
        Result first = trial.Run(network.Model.KernelSets[0], lengths);
        List<(string Name, float[] Values)> gradients = trial.Train(network.Model.KernelSets[0], lengths: lengths).Gradients;
        foreach (string kernelSet in network.Model.KernelSets)
        {
            trial.Run(kernelSet, lengths).AssertSame(first, kernelSet);
            foreach (int threads in new[] { 1, 3 })
            {
                AssertSame(gradients, trial.Train(kernelSet, threads, lengths).Gradients, $"{kernelSet}, {threads} threads");
            }
        }
    }

    /// <summary>A row alone has the bits that it has in a batch.</summary>
    internal static void Rows(NetworkCase network, NetworkTrial trial, bool lengths)
    {
        Result together = trial.Run(network.Model.KernelSets[0], lengths);
        for (int row = 0; row < trial.Batch; row++)
        {
            trial.Row(row).Run(network.Model.KernelSets[0], lengths).AssertSame(trial.Row(together, row), $"row {row}");
        }
    }

    /// <summary>Step by step, one sequence has the bits that it has as a sequence.</summary>
    internal static void Steps(NetworkCase network, NetworkTrial trial)
    {
        foreach (string kernelSet in network.Model.KernelSets)
        {
            Result sequence = trial.Run(kernelSet, lengths: false);
            CompiledModel model = network.Model.Create(trial.Weights, kernelSet);
            LstmState state = model.CreateState();
            trial.Begin(state);
            float[] outputs = new float[sequence.Outputs.Length];
            (int input, int output) = (network.Shape.Input, network.Shape.OutputSize);
            for (int step = 0; step < trial.Steps; step++)
            {
                model.Step(trial.Inputs.AsSpan(step * input, input), state, outputs.AsSpan(network.Shape.Outputs == default ? step * output : 0, output));
            }

            Result.Of(outputs, state, trial.Hidden.Length, trial.Cell.Length).AssertSame(sequence, kernelSet);
        }
    }

    internal static void AssertSame(List<(string Name, float[] Values)> expected, List<(string Name, float[] Values)> found, string what)
    {
        foreach (((string tensor, float[] values), (_, float[] others)) in expected.Zip(found))
        {
            Bits.AssertSame(values, others, $"gradient of {tensor}, {what}");
        }
    }

    private static void AssertWithin(double bound, float[] values, double[] reference, string tensor, double floor)
    {
        Assert.Equal(reference.Length, values.Length);
        double error = ErrorBound.Of(values, reference, floor);
        Assert.True(error <= bound, FormattableString.Invariant($"{tensor}: error {error:e2} exceeds the bound {bound:e2}"));
    }
}
