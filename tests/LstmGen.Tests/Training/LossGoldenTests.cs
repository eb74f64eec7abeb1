using System.Text.Json;
using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Losses and gradients against PyTorch's in double, losses.json.</summary>
public sealed class LossGoldenTests
{
    private static readonly JsonElement Cases = Golden.Load("losses.json").GetProperty("cases");

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        foreach ((int index, JsonElement one) in Cases.EnumerateArray().Index())
        {
            data.Add(index, $"{one.GetProperty("loss")} {one.GetProperty("options")} x {one.GetProperty("outputSize")}");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Loss_and_gradient_are_those_of_PyTorch(int index, string name)
    {
        JsonElement one = Cases[index];
        LstmLoss loss = Create(one.GetProperty("loss").GetString()!, one.GetProperty("options"));
        float[] outputs = one.GetProperty("outputs").Floats();
        float[] gradients = new float[outputs.Length];
        double value = loss.Evaluate(
            outputs, one.GetProperty("targets").Floats(), one.GetProperty("mask").Floats(), one.GetProperty("outputSize").GetInt32(), gradients);

        // Only the exponentials of the softmax are rounded to float before the sum.
        double expected = one.GetProperty("value").GetDouble();
        Assert.Equal(expected, value, (loss == LstmLoss.SoftmaxCrossEntropy ? 1e-7 : 1e-14) * Math.Max(1, Math.Abs(expected)));
        Golden.Compare(name, one.GetProperty("gradients").Doubles(), gradients, 6e-8);
    }

    private static LstmLoss Create(string name, JsonElement options)
        => name switch
        {
            "MeanSquared" => LstmLoss.MeanSquared,
            "Huber" => LstmLoss.Huber((float)options.GetProperty("delta").GetDouble()),
            "SoftmaxCrossEntropy" => LstmLoss.SoftmaxCrossEntropy,
            "BinaryCrossEntropy" => LstmLoss.BinaryCrossEntropy,
            "Quantile" => LstmLoss.Quantile(options.GetProperty("quantiles").Floats()),
            _ => throw new NotSupportedException(name),
        };
}
