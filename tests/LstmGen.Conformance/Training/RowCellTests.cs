using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Trainings of a network whose layers carry other states than h and c: carried states, checkpoints and threads know all of them.</summary>
public sealed class RowCellTests
{
    public static TheoryData<string> Modes => TrainingCase.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void ACheckpointOfAnyStepGoesOnToTheSameBits(string mode)
    {
        using var folder = new TemporaryFolder();
        using Trainer<Learner> whole = Create(mode, 1);
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        for (long step = 1; step < whole.Steps; step += 4)
        {
            using Trainer<Learner> rest = Create(mode, 2);
            rest.LoadCheckpoint(folder.File($"{step}"));
            rest.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(rest));
        }
    }

    [Fact]
    public void ItLearns()
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("windows");
        using var trainer = new Trainer<Learner>(training, new TrainerOptions { Loss = LstmLoss.MeanSquared, Epochs = 12, Seed = 1, Optimizer = trainables => new Adam(trainables, new AdamOptions { LearningRate = 0.01f }) }, validation);
        var losses = new List<double>();
        trainer.Run(new OnStep(now => losses.Add(now.Loss)));
        Assert.True(losses[^3..].Average() < 0.7 * losses[..3].Average(), string.Join(" ", losses.Select(loss => loss.ToString("g3", System.Globalization.CultureInfo.InvariantCulture))));
    }

    private static Trainer<Learner> Create(string mode, int threads)
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data(mode);
        return new Trainer<Learner>(training, TrainingCase.Options with { Epochs = 2, Threads = threads }, validation);
    }
}
