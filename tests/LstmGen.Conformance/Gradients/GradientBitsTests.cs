using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>A training step has the same bits in every kernel set and on any number of threads, dropout and lengths included.</summary>
[Trait("Leg", "Emulated")]
public sealed class GradientBitsTests
{
    [Property]
    public void KernelSetsGiveTheSameGradients(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        LstmTapeOptions options = Options(trial);
        TrainingResult whole = trial.Run(model, null, options);
        TrainingResult ragged = trial.Run(model, lengths, options);
        foreach (string kernelSet in model.KernelSets.Skip(1))
        {
            LstmTapeOptions other = options with { KernelSet = kernelSet };
            whole.AssertSame(trial.Run(model, null, other), kernelSet);
            ragged.AssertSame(trial.Run(model, lengths, other), $"{kernelSet}, lengths");
        }
    }

    [Property]
    public void AnyNumberOfThreadsGivesTheSameGradients(Case drawn)
    {
        if (drawn.Round % 3 != 0)
        {
            return; // threads are dear, and what they share does not depend on the case
        }

        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        LstmTapeOptions options = Options(trial);
        TrainingResult whole = trial.Run(model, null, options);
        TrainingResult ragged = trial.Run(model, lengths, options);
        foreach (int threads in (int[])[2, 3, 5])
        {
            LstmTapeOptions other = options with { Threads = threads };
            whole.AssertSame(trial.Run(model, null, other), $"{threads} threads");
            ragged.AssertSame(trial.Run(model, lengths, other), $"{threads} threads, lengths");
        }
    }

    [Fact]
    public void TheKernelSetIsTheOneAskedFor()
    {
        ModelCase model = ModelCases.All[0];
        LstmParameters parameters = LstmWeights.Random(1).Bind(model.Shape);
        using LstmTape best = model.CreateTape(parameters, new LstmTapeOptions { Steps = 1 });
        Assert.Equal(model.KernelSets[0], best.KernelSet);
        foreach (string kernelSet in model.KernelSets)
        {
            using LstmTape tape = model.CreateTape(parameters, new LstmTapeOptions { Steps = 1, KernelSet = kernelSet });
            Assert.Equal(kernelSet, tape.KernelSet);
        }
    }

    /// <summary>Half of the trials drop out.</summary>
    private static LstmTapeOptions Options(TrainingTrial trial)
    {
        bool dropout = (trial.Steps + trial.Batch) % 2 == 0;
        return trial.Options with { Dropout = dropout ? 0.25f : 0, RecurrentDropout = dropout ? 0.5f : 0, RecurrentWeightDropout = dropout ? 0.5f : 0, InputDropout = dropout ? 0.25f : 0, Seed = 7 };
    }
}
