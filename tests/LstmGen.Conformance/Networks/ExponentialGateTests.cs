using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Networks;

/// <summary>The LSTM with exponential gates where its stabiliser matters; the reference has none.</summary>
public sealed class ExponentialGateTests
{
    private static readonly NetworkCase s_network = NetworkCases.Get("Exponential");

    /// <summary>Nothing has been seen: c and n are 0, and what the first step divides by is what it adds.</summary>
    [Fact]
    public void ANewStateIsOneThatHasSeenNothing()
    {
        var trial = new NetworkTrial(s_network, 3, 12, 4, ragged: true);
        NetworkTrial fresh = new(s_network, 3, 12, 4, ragged: true) { Tensors = trial.Tensors, Hidden = new float[trial.Hidden.Length], Cell = new float[trial.Cell.Length] };
        NetworkChecks.Reference(s_network, fresh, lengths: true, NetworkBounds.OfShape(fresh));
        NetworkChecks.KernelSetsAndThreads(s_network, fresh, lengths: true);
    }

    /// <summary>Input gates of e^-150 to e^150, far past what a float holds, from a state that has seen something and from a new one.</summary>
    [Theory]
    [InlineData(false, 30)]
    [InlineData(true, 30)]
    [InlineData(true, 1)]
    public void GatesPastWhatAFloatHoldsAreAsInDouble(bool fresh, int steps)
    {
        var random = new SplitMix(9);
        var trial = new NetworkTrial(s_network, 4, steps, 3, ragged: false);
        if (fresh)
        {
            Array.Clear(trial.Hidden);
            Array.Clear(trial.Cell);
        }

        foreach ((string name, _, float[] values) in trial.Tensors.Where(tensor => tensor.Name.Contains("bias_ih", StringComparison.Ordinal)))
        {
            foreach (ref float value in values.AsSpan(0, 24))
            {
                value = random.Signed(150);
            }
        }

        ReferenceSolution expected = trial.Problem(lengths: false).Solve();
        foreach (string kernelSet in s_network.Model.KernelSets)
        {
            Result run = trial.Run(kernelSet, lengths: false);
            Assert.True(ErrorBound.Of(run.Outputs, expected.Outputs, ErrorBound.Floor) < 1e-5);
            Assert.True(ErrorBound.Of(run.Cell, expected.Cell, ErrorBound.Floor) < 1e-5);
        }
    }
}
