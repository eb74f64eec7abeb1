using LstmGen.Conformance.Properties;

namespace LstmGen.Conformance.Hashing;

/// <summary>
/// Every compiled shape against the recorded hashes: the same on AVX-512, AVX2, NEON, portable with and without
/// hardware FMA. UPDATE_SNAPSHOTS=1 records anew, from the best kernel set.
/// </summary>
[Trait("Leg", "Emulated")]
public sealed class HashTests
{
    private const string FileName = "hashes.txt";

    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static TheoryData<string> Models => [.. ShapeHashes.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void ShapeHasItsRecordedHashes(string name)
    {
        Assert.SkipWhen(Update, "recording");
        string[] recorded = [.. Recorded().Where(line => line.Split(' ')[0] == name)];
        Assert.NotEmpty(recorded);
        foreach (string kernelSet in ModelCases.All[0].KernelSets)
        {
            string[] computed = [.. ShapeHashes.Compute(name, _ => [kernelSet])];
            Assert.True(
                recorded.SequenceEqual(computed),
                $"{kernelSet}: recorded{Environment.NewLine}{string.Join(Environment.NewLine, recorded)}{Environment.NewLine}"
                + $"computed{Environment.NewLine}{string.Join(Environment.NewLine, computed)}");
        }
    }

    [Fact]
    public void EveryRecordedHashBelongsToAShape()
    {
        if (Update)
        {
            string[] lines = [.. ShapeHashes.All(model => model.KernelSets[0])];
            File.WriteAllText(SourcePath(), string.Join('\n', lines) + "\n");
            return;
        }

        Assert.Equal(ShapeHashes.Names, Recorded().Select(line => line.Split(' ')[0]).Distinct());
    }

    private static string[] Recorded()
        => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", FileName));

    private static string SourcePath()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LstmGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(
            folder ?? throw new InvalidOperationException("Snapshots are recorded from a build inside the repository."),
            "tests", "LstmGen.Conformance", "Golden", FileName);
    }
}
