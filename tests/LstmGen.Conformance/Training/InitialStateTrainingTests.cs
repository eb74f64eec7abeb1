using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Trainings of a network whose states begin with parameters: those learn, and a checkpoint knows which rows have yet to begin.</summary>
public sealed class InitialStateTrainingTests
{
    public static TheoryData<string> Modes => [.. TrainingCase.Modes.Select(mode => mode.Data), "pauses"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void ACheckpointOfAnyStepGoesOnToTheSameBits(string mode)
    {
        using var folder = new TemporaryFolder();
        using Trainer<Beginner> whole = Create(mode, 1);
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        Assert.All(
            whole.Parameters.ToTensors().Where(tensor => tensor.Name.Contains("initial_", StringComparison.Ordinal)), tensor => Assert.Contains(tensor.ToFloats(), value => value != 0));
        for (long step = 1; step < whole.Steps; step += mode == "pauses" ? 1 : 4)
        {
            using Trainer<Beginner> rest = Create(mode, 2);
            rest.LoadCheckpoint(folder.File($"{step}"));
            rest.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(rest));
        }
    }

    /// <summary>A snapshot begins with what was learned, whatever states it is given.</summary>
    [Fact]
    public void ASnapshotBeginsWithWhatWasLearned()
    {
        using Trainer<Beginner> trainer = Create("stream", 1);
        trainer.Step();
        trainer.Step();
        Beginner model = trainer.Snapshot();
        float[] initial = trainer.Parameters.ToTensors().Single(tensor => tensor.Name == "lstm2.initial_cell_l0").ToFloats();
        Assert.Contains(initial, value => value != 0);
        Assert.Equal(initial, model.CreateState(2).Cell(3, 1));
    }

    private static Trainer<Beginner> Create(string mode, int threads)
    {
        (LstmBatches training, LstmBatches validation) = mode == "pauses" ? (new Pauses(), new Pauses()) : TrainingCase.Data(mode);
        return new Trainer<Beginner>(training, TrainingCase.Options with { Epochs = 2, Threads = threads, AverageDecay = null }, validation);
    }

    /// <summary>A stream whose rows begin one after another.</summary>
    private sealed class Pauses() : LstmBatches(3, 4, 2, 2)
    {
        public override int Count => 5;

        public override bool CarriesState => true;

        public override void Fill(int index, LstmBatch batch)
        {
            float[] series = TrainingCase.Series(60);
            for (int row = 0; row < 3; row++)
            {
                batch.Lengths[row] = index >= row ? 4 - (row % 2) : 0;
                for (int step = 0; step < 4; step++)
                {
                    int at = 2 * ((index * 4) + step + (7 * row));
                    series.AsSpan(at, 2).CopyTo(batch.Input(step, row));
                    series.AsSpan(at + 2, 2).CopyTo(batch.Target(step, row));
                }
            }
        }
    }
}
