using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>
/// Whatever fails, whenever it does: training that goes on ends as if nothing had happened, to the last bit. Every call that a trainer
/// makes is made to fail, the first time, the second and so on.
/// </summary>
[Trait("Kernels", "Any")]
public sealed class FaultTests
{
    /// <summary>Every call to what a user brings, and what may fail besides.</summary>
    private static readonly string[] Sites =
    [
        "training.Count", "training.Fill", "training.Filled", "training.Loss", "validation.Count", "validation.Fill", "validation.Filled",
        "validation.Loss", "optimizer", "schedule.Rate", "schedule.Report", "disk", "progress", "cancellation",
    ];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (string mode in (string[])["windows", "stream"])
            {
                foreach (string site in Sites)
                {
                    foreach (string recovery in (string[])["train", "step", "load"])
                    {
                        cases.Add(mode, site, recovery);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TrainingGoesOnAsIfNothingHadHappened(string mode, string site, string recovery)
    {
        using var sound = new Scene(mode);
        sound.Train();
        int fired = 0;
        for (int nth = 1; ; nth++)
        {
            using var scene = new Scene(mode);
            scene.Faults.Arm(site, nth);
            for (int attempt = 0; !scene.Train(); attempt++)
            {
                Assert.True(attempt < 3, $"{site} {nth}: fails again and again");
                scene.Recover(recovery);
            }

            if (!scene.Faults.Fired)
            {
                break;
            }

            fired++;
            Assert.True(sound.Bits == scene.Bits, $"{site} {nth}: other weights");
            Assert.Equal(sound.Result, scene.Result);
            if (recovery == "train" && !scene.Stopped)
            {
                Assert.Equal(sound.Progress, scene.Progress);
            }
        }

        Assert.True(fired > 1, $"{site} was called {fired} times");
    }

    [Fact]
    public void AnEvaluationThatFailsChangesNothing()
    {
        foreach (string site in (string[])["validation.Fill", "validation.Filled", "validation.Loss"])
        {
            foreach (string mode in (string[])["windows", "stream"])
            {
                using Scene sound = new(mode), scene = new(mode);
                for (int step = 0; step < 3; step++)
                {
                    Assert.Equal(sound.Trainer.Step(), scene.Trainer.Step());
                }

                scene.Faults.Arm(site, 2);
                Assert.Throws<InjectedException>(() => scene.Trainer.Evaluate(scene.Validation));
                scene.Faults.Arm("training.Fill", 2);
                Assert.Throws<InjectedException>(() => scene.Trainer.Evaluate(scene.Training));
                scene.Faults.Arm("none", 1);
                sound.Train();
                scene.Train();
                Assert.Equal(sound.Bits, scene.Bits);
            }
        }
    }

    /// <summary>A training with faults planted everywhere.</summary>
    private sealed class Scene : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly string _mode;
        private readonly CancellationTokenSource _cancellation = new();
        private CancellationTokenSource? _attempt;

        internal Scene(string mode)
        {
            _mode = mode;
            (LstmBatches training, LstmBatches validation) = TrainingCase.Data(mode);
            Training = new FaultyData(training, Faults, "training", Meanwhile);
            Validation = new FaultyData(validation, Faults, "validation", Meanwhile);
            Trainer = Create();
        }

        internal Faults Faults { get; } = new();

        internal LstmBatches Training { get; }

        internal LstmBatches Validation { get; }

        internal Trainer<I2H3L3O2> Trainer { get; private set; }

        internal List<TrainingProgress> Progress { get; } = [];

        internal TrainingResult? Result { get; private set; }

        internal bool Stopped { get; private set; }

        internal string Bits => TrainingCase.Bits(Trainer);

        private string Checkpoint => _folder.File("c");

        /// <summary>Trains to the end.</summary>
        /// <returns>Whether it was reached.</returns>
        internal bool Train()
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken, _cancellation.Token);
            _attempt = attempt;
            try
            {
                Result = Trainer.Train(
                    new OnStep(now =>
                    {
                        Progress.Add(now);
                        Faults.At("progress");
                    }),
                    attempt.Token);
                return true;
            }
            catch (Exception error) when (error is InjectedException or IOException or OperationCanceledException && Faults.Fired)
            {
                return false;
            }
        }

        internal void Recover(string how)
        {
            if (Directory.Exists(Checkpoint))
            {
                Directory.Delete(Checkpoint, recursive: true);
            }

            if (how == "step")
            {
                try
                {
                    Trainer.Step();
                }
                catch (InvalidOperationException) when (Trainer.Finished)
                {
                    return;
                }
                catch (InvalidOperationException)
                {
                    Stopped = true;
                }
            }

            string path = _folder.File("saved");
            try
            {
                Trainer.SaveCheckpoint(path);
            }
            catch (InvalidOperationException error)
            {
                // Only what fails while the weights are written may stop a trainer; then the last checkpoint goes on.
                Assert.Contains("injected at optimizer", error.Message);
                Stopped = true;
                path = Checkpoint;
            }

            if (Stopped || how == "load")
            {
                Trainer.Dispose();
                Trainer = Create();
                if (File.Exists(path))
                {
                    Trainer.LoadCheckpoint(path);
                }
            }
        }

        public void Dispose()
        {
            Trainer.Dispose();
            _cancellation.Dispose();
            _folder.Dispose();
        }

        private Trainer<I2H3L3O2> Create() => new(
            Training,
            TrainingCase.Options with
            {
                Epochs = 2,
                Loss = new FaultyLoss(LstmLoss.Huber(0.5f), Faults),
                Optimizer = trainables => new FaultyOptimizer(trainables, Faults),
                Schedule = () => new FaultySchedule(Faults),
                CheckpointPath = Checkpoint,
                CheckpointSteps = 1,
            },
            Validation);

        /// <summary>What happens while data are read: the way to the checkpoint is blocked, or the user cancels.</summary>
        private void Meanwhile()
        {
            if (Faults.Hit("disk"))
            {
                File.Delete(Checkpoint);
                Directory.CreateDirectory(Path.Combine(Checkpoint, "not empty"));
            }

            if (Faults.Hit("cancellation"))
            {
                _attempt!.Cancel();
            }
        }
    }
}
