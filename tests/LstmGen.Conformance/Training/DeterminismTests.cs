using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>What is trained does not depend on threads, kernel set or interruptions, to the last bit.</summary>
public sealed class DeterminismTests
{
    public static TheoryData<string> Modes => TrainingCase.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void OneThreadAndTwoEndInTheSameBits(string mode)
    {
        using Trainer<I2H3L3O2> one = TrainingCase.Create(mode), two = TrainingCase.Create(mode, TrainingCase.Options with { Threads = 2 });
        Assert.Equal(one.Run(), two.Run());
        Assert.Equal(TrainingCase.Bits(one), TrainingCase.Bits(two));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void EveryKernelSetEndsInTheSameBits(string mode)
    {
        using Trainer<I2H3L3O2> best = TrainingCase.Create(mode);
        best.Run();
        foreach (string kernelSet in I2H3L3O2.KernelSets)
        {
            using Trainer<I2H3L3O2> other = TrainingCase.Create(mode, TrainingCase.Options with { KernelSet = kernelSet });
            other.Run();
            Assert.Equal(TrainingCase.Bits(best), TrainingCase.Bits(other));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void ResumedAfterAnyStepItEndsInTheSameBits(string mode)
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H3L3O2> whole = TrainingCase.Create(mode);
        var progress = new List<TrainingProgress>();
        whole.SaveCheckpoint(folder.File("0"));
        TrainingResult expected = whole.Run(new OnStep(now =>
        {
            progress.Add(now);
            whole.SaveCheckpoint(folder.File($"{now.Step}"));
        }));
        string bits = TrainingCase.Bits(whole);
        Assert.True(progress.Count > 5);
        for (int step = 0; step <= progress.Count; step++)
        {
            using Trainer<I2H3L3O2> resumed = TrainingCase.Create(mode, TrainingCase.Options with { Threads = 1 + (step % 2) });
            var rest = new List<TrainingProgress>();
            resumed.LoadCheckpoint(folder.File($"{step}"));
            TrainingResult result = resumed.Run(new OnStep(rest.Add));
            Assert.Equal(progress[step..], rest);
            Assert.Equal(expected, result);
            Assert.Equal(bits, TrainingCase.Bits(resumed));
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void ATrainerThatHasGoneOnIsTakenBackByACheckpoint(string mode)
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create(mode);
        trainer.Step();
        trainer.SaveCheckpoint(folder.File("c"));
        trainer.Run();
        string bits = TrainingCase.Bits(trainer);
        trainer.LoadCheckpoint(folder.File("c"));
        Assert.Equal(1, trainer.Steps);
        trainer.Run();
        Assert.Equal(bits, TrainingCase.Bits(trainer));
    }

    [Fact]
    public void TheSeedDecides()
    {
        using Trainer<I2H3L3O2> one = TrainingCase.Create("windows"), same = TrainingCase.Create("windows");
        using Trainer<I2H3L3O2> other = TrainingCase.Create("windows", TrainingCase.Options with { Seed = 100 });
        one.Step();
        same.Step();
        other.Step();
        Assert.Equal(TrainingCase.Bits(one), TrainingCase.Bits(same));
        Assert.NotEqual(TrainingCase.Bits(one), TrainingCase.Bits(other));
    }
}
