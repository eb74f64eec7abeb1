using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A trainer that ends on another thread, or before it begins: nothing hangs, nothing is left.</summary>
[Collection(nameof(Alone))]
public sealed class DisposeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TrainEndsBetweenStepsWhereAnotherThreadDisposesOfTheTrainer()
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            Trainer<I2H3L3O2> trainer = TrainingCase.Create("windows", TrainingCase.Options with { Threads = 2, Epochs = int.MaxValue });
            using var running = new ManualResetEventSlim();
            Task training = Task.Run(() => trainer.Train(new OnStep(_ => running.Set())));
            Assert.True(running.Wait(Long));
            Task disposing = Task.Run(trainer.Dispose);
            await disposing.WaitAsync(Long);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => training.WaitAsync(Long));
            string bits = TrainingCase.Bits(trainer);
            Assert.Throws<ObjectDisposedException>(() => trainer.Step());
            Assert.Throws<ObjectDisposedException>(() => trainer.Train());
            Assert.Equal(bits, TrainingCase.Bits(trainer));
            trainer.Dispose();
        }
    }

    [Theory]
    [InlineData("training")]
    [InlineData("validation")]
    public async Task DisposeWaitsForWhatRunsAndNoBatchIsReadAfterIt(string which)
    {
        using ManualResetEventSlim inside = new(), goOn = new();
        int reads = 0;
        void Block()
        {
            reads++;
            inside.Set();
            goOn.Wait(Long);
        }

        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("windows");
        var trainer = new Trainer<I2H3L3O2>(
            new FaultyData(training, new Faults(), "t", which == "training" ? Block : null),
            TrainingCase.Options with { Threads = 2 },
            new FaultyData(validation, new Faults(), "v", which == "validation" ? Block : null));
        Task train = Task.Run(() => trainer.Train());
        Assert.True(inside.Wait(Long));
        Task dispose = Task.Run(trainer.Dispose);
        Assert.NotSame(dispose, await Task.WhenAny(dispose, Task.Delay(200)));
        goOn.Set();
        await dispose.WaitAsync(Long);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => train.WaitAsync(Long));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task WhatAnotherThreadTakesMeanwhileIsFromBetweenTwoSteps()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("stream", TrainingCase.Options with { Threads = 2 }), resumed = TrainingCase.Create("stream");
        Task training = Task.Run(() => trainer.Train());
        for (int copy = 0; copy < 5 || !training.IsCompleted; copy++)
        {
            trainer.SaveCheckpoint(folder.File($"{copy % 5}"));
            Assert.NotNull(trainer.Snapshot());
        }

        await training;
        for (int copy = 0; copy < 5; copy++)
        {
            resumed.LoadCheckpoint(folder.File($"{copy}"));
            resumed.Train();
            Assert.Equal(TrainingCase.Bits(trainer), TrainingCase.Bits(resumed));
        }
    }

    [Fact]
    public void FromItsOwnProgressItEndsTrainToo()
    {
        Trainer<I2H3L3O2> trainer = TrainingCase.Create("stream", TrainingCase.Options with { Threads = 2 });
        Assert.Throws<ObjectDisposedException>(() => trainer.Train(new OnStep(_ => trainer.Dispose())));
        Assert.Equal(1, trainer.Steps);
        Assert.NotNull(trainer.Snapshot());
        Assert.Throws<ObjectDisposedException>(() => trainer.Evaluate(TrainingCase.Data("stream").Validation));
    }

    [Fact]
    public void AConstructorThatThrowsLeavesNoThreads()
    {
        TrainerOptions options = TrainingCase.Options with { Threads = 4 };
        TrainerOptions[] wrong =
        [
            options with { Optimizer = trainables => new Adam(trainables, new AdamOptions { LearningRate = -1 }) },
            options with { Optimizer = _ => throw new InjectedException("optimizer") },
            options with { Optimizer = _ => null! },
            options with { Schedule = () => throw new InjectedException("schedule") },
            options with { Schedule = () => null! },
        ];
        int before = TapeThreads.Settled();
        foreach (TrainerOptions each in wrong)
        {
            for (int attempt = 0; attempt < 10; attempt++)
            {
                Assert.NotNull(Record.Exception(() => TrainingCase.Create("windows", each)));
            }
        }

        Assert.InRange(TapeThreads.Count(), 0, before + 20);
    }
}
