namespace LstmGen.Tests.Model;

/// <summary>Weights set aside are those of that moment, whatever becomes of the parameters.</summary>
public sealed class LstmWeightsFromParametersTests
{
    [Fact]
    public void WeightsSetAsideDoNotChangeWithTheParameters()
    {
        var shape = new LstmShape(2, 3, 2, 1);
        LstmParameters parameters = LstmWeights.Random(1).Bind(shape);
        LstmWeights aside = LstmWeights.From(parameters);
        foreach (ModelTensor tensor in shape.Tensors())
        {
            parameters.Values(tensor).AsSpan().Fill(float.NaN);
        }

        Assert.Equal(Values(LstmWeights.Random(1).Bind(shape)), Values(aside.Bind(shape)));
        LstmParameters bound = aside.Bind(shape);
        bound.Parts[0].InputWeights[0] = 7;
        Assert.Equal(Values(LstmWeights.Random(1).Bind(shape)), Values(aside.Bind(shape)));
    }

    private static IEnumerable<float> Values(LstmParameters parameters) => parameters.ToTensors().SelectMany(tensor => tensor.ToFloats());
}
