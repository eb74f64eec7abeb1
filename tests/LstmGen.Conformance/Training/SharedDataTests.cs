using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Data that several trainers share are to each as if they were its own.</summary>
public sealed class SharedDataTests
{
    public static TheoryData<string> Modes => TrainingCase.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public void TrainersInTurnOnOneDataObjectEndAsEachAlone(string mode)
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data(mode);
        string[] alone = [.. Enumerable.Range(0, 3).Select(seed => Alone(mode, seed))];
        Trainer<I2H3L3O2>[] trainers = [.. Enumerable.Range(0, 3).Select(seed => Create(training, validation, seed))];
        while (trainers.Any(trainer => !trainer.Finished))
        {
            foreach (Trainer<I2H3L3O2> trainer in trainers.Where(trainer => !trainer.Finished))
            {
                trainer.Step();
                trainer.Evaluate(training);
            }
        }

        Assert.Equal(alone, trainers.Select(TrainingCase.Bits));
        Array.ForEach(trainers, trainer => trainer.Dispose());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void TrainersOnThreadsOfTheirOwnEndAsEachAlone(string mode)
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data(mode);
        string[] alone = [.. Enumerable.Range(0, 4).Select(seed => Alone(mode, seed))], together = new string[4];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            using Trainer<I2H3L3O2> trainer = Create(training, validation, seed);
            trainer.Train();
            together[seed] = TrainingCase.Bits(trainer);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(alone, together);
    }

    private static string Alone(string mode, int seed)
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data(mode);
        using Trainer<I2H3L3O2> trainer = Create(training, validation, seed);
        trainer.Run();
        return TrainingCase.Bits(trainer);
    }

    private static Trainer<I2H3L3O2> Create(LstmBatches training, LstmBatches validation, int seed)
        => new(training, TrainingCase.Options with { Seed = (ulong)seed }, validation);
}
