using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>A checkpoint of which any bytes were changed, left out or doubled is refused, and the trainer stays as it is.</summary>
public sealed class ChangedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Trainer<I2H1L2O1> _trainer = CheckpointTests.Small();
    private readonly byte[] _file;
    private readonly string _bits;

    public ChangedCheckpointTests() => (_file, _bits) = CheckpointTests.Checkpoint(_trainer, _folder.File("c"));

    [Property(MaxTest = 1000)]
    public void ChangedBytesNeverDoMoreThanBeRefused(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        byte[] changed = [.. _file];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(changed.Length), length = Math.Min(random.Next(1, 20), changed.Length - at);
            changed = random.Next(4) switch
            {
                0 => [.. changed[..at], .. changed[(at + length)..]],
                1 => [.. changed[..at], .. changed[at..(at + length)], .. changed[at..]],
                2 => [.. changed[..at], (byte)random.Next(256), .. changed[(at + 1)..]],
                _ => [.. changed[..at], (byte)(changed[at] ^ (1 << random.Next(8))), .. changed[(at + 1)..]],
            };
        }

        File.WriteAllBytes(_folder.File("changed"), changed);
        if (!changed.AsSpan().SequenceEqual(_file))
        {
            Assert.Throws<LstmFormatException>(() => _trainer.LoadCheckpoint(_folder.File("changed")));
            Assert.Equal(_bits, TrainingCase.Bits(_trainer));
        }
    }

    public void Dispose()
    {
        _trainer.Dispose();
        _folder.Dispose();
    }
}
