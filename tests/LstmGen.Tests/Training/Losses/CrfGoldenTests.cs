using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Loss and gradients against PyTorch's autograd in double, crf.json.</summary>
public sealed class CrfGoldenTests
{
    private static readonly JsonElement Cases = Golden.Load("crf.json").GetProperty("cases");

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Cases.GetArrayLength())];

    [Theory]
    [MemberData(nameof(All))]
    public void Loss_and_gradients_are_those_of_PyTorch(int index)
    {
        JsonElement one = Cases[index];
        bool[] allowed = [.. one.GetProperty("allowed").EnumerateArray().Select(item => item.GetBoolean())];
        using var block = new CrfBlock(one.GetProperty("tags").GetInt32(), new CrfOptions { PerStep = one.Flag("perStep"), Constraints = new CrfConstraints(allowed) });
        string[] names = ["start", "end", "transitions"];
        foreach ((int tensor, string name) in names.Index())
        {
            block.Trainables[tensor].CopyFrom(one.GetProperty(name).Floats());
        }

        float[] emissions = one.GetProperty("emissions").Floats(), gradients = [.. Enumerable.Repeat(float.NaN, emissions.Length)];
        int[] lengths = [.. one.GetProperty("lengths").EnumerateArray().Select(item => item.GetInt32())];
        double value = block.Evaluate(emissions, lengths, one.GetProperty("right").Floats(), gradients);
        Assert.Equal(one.GetProperty("value").GetDouble(), value, 1e-12 * Math.Max(1, value));
        JsonElement expected = one.GetProperty("gradients");
        Golden.Compare("emissions", expected.GetProperty("emissions").Doubles(), gradients, 6e-8);
        foreach ((int tensor, string name) in names.Index())
        {
            Golden.Compare(name, expected.GetProperty(name).Doubles(), block.Trainables[tensor].Gradients, 6e-8);
        }
    }
}
