using System.Reflection;

namespace LstmGen.Tests;

/// <summary>
/// The public surface of LstmGen.dll against Snapshots/PublicApi.txt: whoever changes it sees it in the review.
/// UPDATE_SNAPSHOTS=1 writes the file anew.
/// </summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        string project = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ProjectDirectory").Value!;
        string path = Path.Combine(project, "Snapshots", "PublicApi.txt");
        string found = PublicApi.Describe(typeof(LstmShape).Assembly);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, found);
        }

        string[] expected = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        string[] lines = found.Split('\n');
        string difference = string.Join(
            "\n", expected.Except(lines).Select(line => "- " + line).Concat(lines.Except(expected).Select(line => "+ " + line)));
        Assert.True(
            expected.SequenceEqual(lines),
            $"The public surface differs from Snapshots/PublicApi.txt; review it and run with UPDATE_SNAPSHOTS=1.\n{difference}");
    }
}
