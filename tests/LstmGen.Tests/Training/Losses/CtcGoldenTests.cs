using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>The loss and its gradient against PyTorch's in double, ctc.json.</summary>
public sealed class CtcGoldenTests
{
    private static readonly JsonElement Cases = Golden.Load("ctc.json").GetProperty("cases");

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Cases.GetArrayLength())];

    [Theory]
    [MemberData(nameof(All))]
    public void Loss_and_gradient_are_those_of_PyTorch(int index)
    {
        JsonElement one = Cases[index];
        var loss = new CtcLoss(new CtcOptions
        {
            Blank = one.GetProperty("blank").GetInt32(), PerLabel = one.Flag("perLabel"), ZeroInfinity = one.Flag("zeroInfinity"),
        });
        float[] outputs = one.GetProperty("outputs").Floats(), gradients = [.. Enumerable.Repeat(float.NaN, outputs.Length)];
        double value = loss.Evaluate(
            outputs, Integers(one, "lengths"), one.GetProperty("labels").Floats(), Integers(one, "labelLengths"), one.GetProperty("outputSize").GetInt32(), gradients);
        double expected = one.GetProperty("value").GetDouble();
        Assert.Equal(expected, value, 1e-7 * Math.Max(1, Math.Abs(expected)));
        Golden.Compare(FormattableString.Invariant($"case {index}"), one.GetProperty("gradients").Doubles(), gradients, 1e-7);
    }

    private static int[] Integers(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];
}
