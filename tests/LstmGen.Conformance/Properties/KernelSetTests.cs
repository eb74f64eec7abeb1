namespace LstmGen.Conformance.Properties;

/// <summary>Every kernel set of this processor gives the same bits, in one process.</summary>
[Trait("Leg", "Emulated")]
public sealed class KernelSetTests
{
    [Property]
    public void KernelSetsGiveTheSameBits(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        CompiledModel best = model.Create(trial.Loaded);
        Assert.Equal(model.KernelSets[0], best.KernelSet);
        Result whole = trial.Run(best);
        Result ragged = trial.Run(best, lengths);
        foreach (string kernelSet in model.KernelSets.Skip(1))
        {
            CompiledModel other = model.Create(trial.Loaded, kernelSet);
            Assert.Equal(kernelSet, other.KernelSet);
            whole.AssertSame(trial.Run(other), kernelSet);
            ragged.AssertSame(trial.Run(other, lengths), $"{kernelSet}, lengths");
        }
    }

    [Property]
    public void StepGivesTheSameBitsInEveryKernelSet(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        var trial = new Trial(model.Shape, scenario with { Batch = 1, Steps = 3 });
        Result expected = StreamTests.RunByStep(model.Create(trial.Loaded), trial);
        foreach (string kernelSet in model.KernelSets.Skip(1))
        {
            expected.AssertSame(StreamTests.RunByStep(model.Create(trial.Loaded, kernelSet), trial), kernelSet);
        }
    }

    [Fact]
    public void AnUnknownKernelSetIsRefused()
    {
        ModelCase model = ModelCases.All[0];
        LstmWeights weights = TestWeights.Random(model.Shape, 1).ToLstmWeights();
        Assert.ThrowsAny<ArgumentException>(() => model.Create(weights, "AVX-1024"));
        Assert.ThrowsAny<ArgumentException>(() => model.Create(weights, string.Empty));
        Assert.ThrowsAny<ArgumentException>(() => model.Create(weights, null!));
        Assert.ThrowsAny<ArgumentException>(() => model.Create(null!));
    }
}
