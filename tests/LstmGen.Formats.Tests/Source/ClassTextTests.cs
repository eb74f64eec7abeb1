using LstmGen.Formats;

namespace LstmGen.Tests.Formats;

public class ClassTextTests
{
    [Fact]
    public void What_goes_without_saying_is_not_said()
    {
        Assert.Equal("[LstmModel(hidden: 8)]\n", LstmClassText.Attributes(new(new LstmModelAttribute(8))));
    }

    [Fact]
    public void Every_option_that_differs_is_written()
    {
        var network = new LstmNetworkDescription(
            new LstmNetworkAttribute(40) { Outputs = LstmOutputs.Last, Skip = true },
            new DenseAttribute(64) { Activation = LstmActivation.Relu },
            new LstmAttribute(64, 2) { Residual = true, Name = "encoder", Clip = 3.5f, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.2f, Direction = LstmDirection.Both },
            new GruAttribute(32) { ResetAfter = false },
            new SlstmAttribute(16) { Heads = 4 },
            new DenseAttribute(4) { Bias = false });

        Assert.Equal(
            """
            using LstmGen;

            namespace Weather;

            [LstmNetwork(input: 40, Skip = true, Outputs = LstmOutputs.Last)]
            [Dense(units: 64, Activation = LstmActivation.Relu)]
            [Lstm(hidden: 64, layers: 2, Name = "encoder", Direction = LstmDirection.Both, Residual = true, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.2f, Clip = 3.5f)]
            [Gru(hidden: 32, ResetAfter = false)]
            [Slstm(hidden: 16, Heads = 4)]
            [Dense(units: 4, Bias = false)]
            public sealed partial class Spotter;

            """,
            LstmClassText.Class(network, "Spotter", "Weather"),
            ignoreLineEndingDifferences: true);
    }
}
