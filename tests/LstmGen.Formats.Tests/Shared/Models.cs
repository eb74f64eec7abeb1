using System.Globalization;
using System.Reflection;
using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

/// <summary>Files beside the tests, and models that are no part of the repository.</summary>
internal static class Models
{
    /// <summary>A model that is no part of the repository; the test is skipped where it is not there.</summary>
    internal static string Shared(params ReadOnlySpan<string> path)
    {
        string file = Path.Combine([Metadata("Shared"), "models", .. path]);
        if (!File.Exists(file))
        {
            Assert.Skip($"{string.Join('/', path.ToArray())} is not there.");
        }

        return file;
    }

    /// <summary>A file of the test project.</summary>
    internal static string Own(params ReadOnlySpan<string> path) => Path.Combine([Metadata("ProjectDirectory"), .. path]);

    /// <summary>Numbers, one a line.</summary>
    internal static float[] Csv(string path) => [.. File.ReadLines(path).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];

    internal static float LargestDifference(ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        Assert.Equal(expected.Length, found.Length);
        float largest = 0;
        for (int at = 0; at < found.Length; at++)
        {
            float difference = Math.Abs(found[at] - expected[at]);
            largest = float.IsNaN(difference) ? float.NaN : Math.Max(largest, difference);
        }

        return largest;
    }

    /// <summary>Compares outputs, and says how far they are apart.</summary>
    internal static void Close(ReadOnlySpan<float> found, ReadOnlySpan<float> expected, float tolerance)
    {
        float difference = LargestDifference(found, expected);
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference {difference.ToString("G3", CultureInfo.InvariantCulture)}");
        Assert.True(difference <= tolerance, $"the outputs are {difference} apart; {tolerance} at most was expected");
    }

    private static string Metadata(string key)
        => typeof(Models).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == key).Value!;
}
