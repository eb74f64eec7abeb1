using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Class weights, smoothed labels and densities against PyTorch's in double, more_losses.json.</summary>
public sealed class MoreLossGoldenTests
{
    private static readonly JsonElement Cases = Golden.Load("more_losses.json").GetProperty("cases");

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        foreach ((int index, JsonElement one) in Cases.EnumerateArray().Index())
        {
            data.Add(index, $"{one.GetProperty("loss")} x {one.GetProperty("outputSize")}");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Loss_and_gradient_are_those_of_PyTorch(int index, string name)
    {
        JsonElement one = Cases[index];
        LstmLoss loss = Create(one.GetProperty("loss").GetString()!, one.GetProperty("options"));
        float[] outputs = one.GetProperty("outputs").Floats(), gradients = new float[outputs.Length];
        double value = loss.Evaluate(outputs, one.GetProperty("targets").Floats(), [], one.GetProperty("outputSize").GetInt32(), gradients);
        double expected = one.GetProperty("value").GetDouble();
        Assert.Equal(expected, value, 1e-7 * Math.Max(1, Math.Abs(expected)));
        Golden.Compare(name, one.GetProperty("gradients").Doubles(), gradients, 1e-7);
    }

    private static LstmLoss Create(string name, JsonElement options)
        => name switch
        {
            "SoftmaxCrossEntropyWith" => LstmLoss.SoftmaxCrossEntropyWith(options.GetProperty("weights").Floats(), (float)options.GetProperty("smoothing").GetDouble()),
            "Gaussian" => LstmLoss.Gaussian((float)options.GetProperty("minimum").GetDouble()),
            "GaussianMixture" => LstmLoss.GaussianMixture(options.GetProperty("components").GetInt32()),
            _ => throw new NotSupportedException(name),
        };
}
