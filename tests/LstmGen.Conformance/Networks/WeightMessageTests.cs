using LstmGen.Formats;
using LstmGen.TestKit.Networks;

namespace LstmGen.Conformance.Networks;

/// <summary>What is said of weights of another kind of layer than the class has.</summary>
public sealed class WeightMessageTests
{
    private static readonly LstmShape s_plain = new(5, 8), s_normed = new(5, 8, CellOptions: new() { Norm = LstmNorm.Products });

    /// <summary>A GRU of another size is a GRU still, and its class wants one.</summary>
    [Fact]
    public void AGruIsNotTakenForSomethingElse()
    {
        LstmShape gru = NetworkCases.Get("I5H8Gru").Shape;
        SafetensorsTensor[] tensors = [.. LstmWeights.Random(1).Bind(gru).ToTensors()];
        string ofGru = Message(gru, [.. tensors.Select(tensor => tensor.Name == "gru.weight_hh_l0" ? SafetensorsTensor.FromFloats(tensor.Name, [27, 9], new float[27 * 9]) : tensor)]);
        Assert.Contains("'gru.weight_hh_l0' has shape [27, 9]; [24, 8] was expected", ofGru, StringComparison.Ordinal);
        Assert.DoesNotContain("not an LSTM", ofGru, StringComparison.Ordinal);

        // Rows of a GRU by the names of an LSTM.
        string ofLstm = Message(s_plain, [.. tensors.Select(tensor => SafetensorsTensor.FromFloats(tensor.Name.Replace("gru.", "", StringComparison.Ordinal), [.. tensor.Shape], tensor.ToFloats()))]);
        Assert.Contains("a GRU, not an LSTM", ofLstm, StringComparison.Ordinal);
    }

    [Fact]
    public void NormalisationIsNamed()
    {
        SafetensorsTensor[] plain = [.. LstmWeights.Random(1).Bind(s_plain).ToTensors()], normed = [.. LstmWeights.Random(1).Bind(s_normed).ToTensors()];
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 8 units, normalised products", Message(s_plain, normed), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 8 units.", Message(s_normed, plain), StringComparison.Ordinal);
        Assert.Contains(
            "'gain_ih_l0' is not used by 5 inputs, 1 x 8 units, no head (Norm is None)", Message(s_plain, [.. plain, normed.Single(tensor => tensor.Name == "gain_ih_l0")]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ABiasOfForgetGatesNeedsForgetGates()
    {
        LstmInitializer asked = LstmInitializer.PyTorch with { ForgetBias = 1.5f };
        Assert.Contains("has no forget gate with a bias", Assert.Throws<ArgumentException>(() => LstmWeights.Random(1, asked).Bind(NetworkCases.Get("I5H8Gru").Shape)).Message, StringComparison.Ordinal);
        LstmParameters parameters = LstmWeights.Random(1, asked).Bind(NetworkCases.Get("Gated").Shape);
        SafetensorsTensor bias = parameters.ToTensors().Single(tensor => tensor.Name == "lstm3.bias_l0");
        Assert.All(bias.ToFloats().AsSpan(10, 10).ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(LstmWeights.Random(1, LstmInitializer.Keras).Bind(NetworkCases.Get("I5H8Gru").Shape).ToTensors().Where(tensor => tensor.Name.Contains("bias", StringComparison.Ordinal)),
            tensor => Assert.All(tensor.ToFloats(), value => Assert.Equal(0, value)));
    }

    private static string Message(LstmShape shape, SafetensorsTensor[] tensors) => Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors).Bind(shape)).Message;
}
