using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

public class NetworkJsonTests
{
    public static TheoryData<LstmNetworkDescription> Networks =>
    [
        new LstmNetworkDescription(new LstmModelAttribute(8)),
        new LstmNetworkDescription(new LstmModelAttribute(64, 2, 10, 6) { Direction = LstmDirection.Both, Projection = 24, Clip = 3.25f, NormEpsilon = 1e-3f }),
        new LstmNetworkDescription(
            new LstmNetworkAttribute { Tokens = 50, Embedding = 16, Outputs = LstmOutputs.Mean },
            new LstmAttribute(64, 2) { Residual = true, Name = "enc\"oder", GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.2f },
            new GruAttribute(32) { ResetAfter = false },
            new SlstmAttribute(16) { Heads = 4 },
            new DenseAttribute(4) { Bias = false, Softmax = true }),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_is_read_as_it_was_written(LstmNetworkDescription network)
        => Assert.Equal(LstmClassText.Attributes(network), LstmClassText.Attributes(NetworkJson.Read(NetworkJson.Write(network))));

    [Theory]
    [InlineData("{}", "the network is Object; an array of attributes was expected")]
    [InlineData("[", "the network is no JSON")]
    [InlineData("[[[[[[]]]]]]", "the network is no JSON")]
    [InlineData("[]", "the network has the attributes ; LstmModel alone or LstmNetwork and layers were expected")]
    [InlineData("""[{"Conv":{}}]""", "the network has the attribute 'Conv'; LstmModel, LstmNetwork, Lstm, Gru, Slstm or Dense was expected")]
    [InlineData("""[{"Lstm":{"hidden":4}}]""", "the network has the attributes LstmAttribute; LstmModel alone")]
    [InlineData("""[{"LstmModel":{"hidden":4.5}}]""", "hidden of the attribute LstmModel is 4.5; a whole number was expected")]
    [InlineData("""[{"LstmModel":{"hidden":4,"hidden":5}}]""", "the attribute LstmModel has hidden twice")]
    [InlineData("""[{"LstmModel":{"hidden":4,"Klip":5}}]""", "the attribute LstmModel has no 'Klip'")]
    [InlineData("""[{"LstmModel":{"hidden":4,"Clip":"five"}}]""", "Clip of the attribute LstmModel is five; a Single was expected")]
    [InlineData("""[{"LstmModel":{"hidden":4,"Clip":1e99}}]""", "Clip of the attribute LstmModel is 1e99; a Single was expected")]
    [InlineData("""[{"LstmModel":{"hidden":4,"Direction":"Up"}}]""", "Direction of the attribute LstmModel is Up; one of Forward, Reverse, Both, BothApart was expected")]
    public void What_is_no_network_is_said(string text, string message)
        => Assert.StartsWith(message, Assert.Throws<FormatException>(() => NetworkJson.Read(text)).Message, StringComparison.Ordinal);
}
