using System.Text.Json;

namespace LstmGen.Tests.Training;

/// <summary>PyTorch's numbers, written by the script of the same name in this folder.</summary>
internal static class Golden
{
    internal static JsonElement Load(string name)
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"The test assembly holds no {name}.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    internal static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetDouble())];

    internal static float[] Floats(this JsonElement list) => [.. list.EnumerateArray().Select(item => (float)item.GetDouble())];

    internal static double Number(this JsonElement options, string name, double missing)
        => options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : missing;

    internal static bool Flag(this JsonElement options, string name)
        => options.TryGetProperty(name, out JsonElement value) && value.GetBoolean();

    /// <summary>Fails where a value is off by more than the tolerance, relative to the value where that is above 1.</summary>
    internal static void Compare(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int index = 0; index < found.Length; index++)
        {
            double off = Math.Abs(found[index] - expected[index]) / Math.Max(1, Math.Abs(expected[index]));
            Assert.True(off <= tolerance, FormattableString.Invariant($"{what}[{index}] is {found[index]:R}; PyTorch gives {expected[index]:R}, off by {off:E1}."));
        }
    }
}
