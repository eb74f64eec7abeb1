using System.Buffers;
using FsCheck.Fluent;
using LstmGen.Conformance.Properties;
using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A checkpoint is loaded as a whole or refused, with one error that says why; a trainer that refuses stays as it is.</summary>
[Trait("Kernels", "Any")]
public sealed class CheckpointTests
{
    [Fact]
    public void CutOffAtAnyByteItIsRefusedAndThePreviousOneStillLoads()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H1L2O1> trainer = Small();
        (byte[] previous, string bits) = Checkpoint(trainer, folder.File("previous"));
        trainer.Step();
        (byte[] file, _) = Checkpoint(trainer, folder.File("next"));
        trainer.Step();
        string now = TrainingCase.Bits(trainer);
        for (int length = 0; length < file.Length; length++)
        {
            File.WriteAllBytes(folder.File("next"), file[..length]);
            Assert.Throws<LstmFormatException>(() => trainer.LoadCheckpoint(folder.File("next")));
        }

        Assert.Equal(now, TrainingCase.Bits(trainer));
        Assert.Equal(previous, File.ReadAllBytes(folder.File("previous")));
        trainer.LoadCheckpoint(folder.File("previous"));
        Assert.Equal(bits, TrainingCase.Bits(trainer));
    }

    [Fact]
    public void AWriteThatFailsLeavesThePreviousOne()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H1L2O1> trainer = Small();
        (byte[] previous, _) = Checkpoint(trainer, folder.File("c"));
        using var broken = new BrokenMemory(1000);
        var tensor = new SafetensorsTensor("t", SafetensorsDtype.U8, [1000], broken.Memory);
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(folder.File("c"), [.. SafetensorsFile.Parse(previous).Tensors, tensor]));
        Assert.Equal(["c"], folder.Names());
        trainer.LoadCheckpoint(folder.File("c"));
        Assert.Throws<DirectoryNotFoundException>(() => trainer.SaveCheckpoint(Path.Combine(folder.File("none"), "c")));
        Assert.Equal(previous, File.ReadAllBytes(folder.File("c")));
    }

    [Theory]
    [InlineData("model", "was written for model = 'input 2, hidden 1, layers 2, output 1, bias True, Accurate'; the trainer has 'input 2, hidden 12, layers 1,")]
    [InlineData("optimizer", "was written for optimizer = 'Adam'; the trainer has 'Sgd'.")]
    [InlineData("schedule", "was written for schedule = 'none'; the trainer has 'Cosine(0.1, 5 steps, minimum 0)'; LoadCheckpoint(path, newOptions: true) goes on with what the trainer has.")]
    [InlineData("seed", "was written for seed = '1'; the trainer has '2'.")]
    [InlineData("data", "was written for data = '6 batches of 4 sequences, 5 steps'; the trainer has '5 batches of 4 sequences, 5 steps'.")]
    public void OfAnotherTrainerItIsRefused(string what, string message)
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H1L2O1> writer = Small();
        Checkpoint(writer, folder.File("c"));
        TrainerOptions options = SmallOptions;
        options = what switch
        {
            "optimizer" => options with { Optimizer = t => new Sgd(t, new SgdOptions { LearningRate = 1 }) },
            "schedule" => options with { Schedule = () => LstmSchedule.Cosine(0.1f, 5) },
            "seed" => options with { Seed = 2 },
            _ => options,
        };
        using Trainer<I2H1L2O1> same = Small(options, what == "data" ? 40 : 50);
        using var wide = new Trainer<I2H12O1Full>(SmallData(50), options, SmallData(50));
        string bits = TrainingCase.Bits(same);
        var error = Assert.Throws<LstmFormatException>(() =>
        {
            if (what == "model")
            {
                wide.LoadCheckpoint(folder.File("c"));
            }
            else
            {
                same.LoadCheckpoint(folder.File("c"));
            }
        });
        Assert.Contains(message, error.Message);
        Assert.StartsWith(folder.File("c"), error.Message);
        Assert.Equal(bits, TrainingCase.Bits(same));
    }

    [Fact]
    public void ItsWeightsLoadAsAModel()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H1L2O1> trainer = Small();
        Checkpoint(trainer, folder.File("c"));
        LstmParameters loaded = LstmWeights.Load(folder.File("c"), "weights.", "weights.head.").Bind(I2H1L2O1.Shape);
        Assert.Equal(trainer.Parameters.ToTensors().SelectMany(tensor => tensor.ToFloats()), loaded.ToTensors().SelectMany(tensor => tensor.ToFloats()));
    }

    [Fact]
    public void TrainingWritesThemWhereAndWhenAskedTo()
    {
        using var folder = new TemporaryFolder();
        using Trainer<I2H1L2O1> trainer = Small(SmallOptions with { CheckpointPath = folder.File("c"), CheckpointSteps = 4 }), other = Small();
        var written = new List<long>();
        trainer.Run(new OnStep(now =>
        {
            if (File.Exists(folder.File("c")))
            {
                other.LoadCheckpoint(folder.File("c"));
                written.Add(other.Steps);
            }
        }));
        Assert.Equal([4, 4, 6, 6, 8, 8, 8, 8, 12], written);
        Assert.True(other.Finished);
        Assert.Equal(TrainingCase.Bits(trainer), TrainingCase.Bits(other));
    }

    private static TrainerOptions SmallOptions => new() { Loss = LstmLoss.MeanSquared, Seed = 1, Epochs = 2 };

    private static SeriesWindows SmallData(int rows)
        => new(TrainingCase.Series(rows), 2, SeriesPart.All(rows), new SeriesWindowOptions { Steps = 5, Batch = 4, Stride = 2, TargetColumns = [1] });

    internal static Trainer<I2H1L2O1> Small(TrainerOptions? options = null, int rows = 50)
        => new(SmallData(rows), options ?? SmallOptions, SmallData(50));

    internal static (byte[] File, string Bits) Checkpoint<TModel>(Trainer<TModel> trainer, string path)
        where TModel : class, ILstmTrainable<TModel>
    {
        trainer.SaveCheckpoint(path);
        return (File.ReadAllBytes(path), TrainingCase.Bits(trainer));
    }

    /// <summary>Bytes that cannot be read when their time comes, as a disk that is full cannot be written.</summary>
    private sealed class BrokenMemory(int length) : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(length);

        public override Span<byte> GetSpan() => throw new IOException("broken");

        public override MemoryHandle Pin(int elementIndex = 0) => throw new IOException("broken");

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
