using LstmGen.Generator.Tests.Harness;

namespace LstmGen.Generator.Tests.Snapshots;

/// <summary>Reviewed texts of this folder. UPDATE_SNAPSHOTS=1 writes them anew; the diff is then up for review.</summary>
internal static class Snapshot
{
    internal static void Check(string name, string found)
    {
        string path = Repository.At("tests", "LstmGen.Generator.Tests", "Snapshots", name);
        Assert.DoesNotContain('\r', found);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            string written = path + ".new";
            File.WriteAllText(written, found);
            File.Move(written, path, overwrite: true);
        }

        Assert.True(File.Exists(path), $"There is no Snapshots/{name}; UPDATE_SNAPSHOTS=1 writes it.");
        string expected = File.ReadAllText(path);
        Assert.False(expected.Contains('\r'), $"Snapshots/{name} has carriage returns; lines end in a line feed alone.");
        Assert.True(expected == found, $"Snapshots/{name} differs; review it and run with UPDATE_SNAPSHOTS=1.\n{FirstDifference(expected, found)}");
    }

    /// <summary>The first line that differs, as the file has it and as it was found.</summary>
    internal static string FirstDifference(string expected, string found)
    {
        string[] before = expected.Split('\n');
        string[] after = found.Split('\n');
        int line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
        {
            line++;
        }

        return $"line {line + 1}\n- {(line < before.Length ? before[line] : "(end)")}\n+ {(line < after.Length ? after[line] : "(end)")}";
    }
}
