using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;

namespace LstmGen.Nightly.Combinations;

/// <summary>
/// One random batch, with lengths and without, through one class: runs and all gradients near the reference; the same bits from every kernel set, from one
/// thread and three, row by row, step by step, from tokens, and of a network that is described at run time; and gradients of the reference, which are its slopes.
/// </summary>
internal static class CombinationCheck
{
    /// <summary>Multiply-adds of one run; the reference takes ten nanoseconds or more for each.</summary>
    private const long MostWork = 1_500_000;

    /// <summary>The steps and rows of its batch; throws where a check fails.</summary>
    internal static (int Steps, int Batch) Run(CompiledCombination compiled)
    {
        var random = new SplitMix(~compiled.Combination.Seed);
        NetworkCase network = compiled.Network;
        long work = network.Shape.MultiplyAddsPerStep;
        int batch = (int)Math.Clamp(MostWork / (2 * work), 1, 1 + random.Below(random.Below(4) == 0 ? 19 : 5));
        int steps = (int)Math.Clamp(MostWork / (work * batch), 2, 2 + random.Below(11));
        foreach (bool lengths in new[] { false, true })
        {
            (NetworkTrial trial, NetworkBounds bounds) = StableTrial.Find(network, random, steps, batch, lengths);
            NetworkChecks.Reference(network, trial, lengths, bounds);
            NetworkChecks.KernelSetsAndThreads(network, trial, lengths);
            NetworkChecks.Rows(network, trial, lengths);
            DynamicCheck.Run(compiled, trial, lengths);
            compiled.Tokens?.Invoke(trial.Weights, batch, steps);
        }

        ReferenceSlopes.Check(StableTrial.Find(network, random, steps: 3, batch: 2, lengths: true).Trial.Problem(lengths: true), random);
        if (network.Model.Streams)
        {
            NetworkChecks.Steps(network, new NetworkTrial(network, random.Below(int.MaxValue), steps, 1, ragged: false));
        }

        return (steps, batch);
    }
}
