namespace LstmGen.Generator.Tests.Options;

/// <summary>What a network of the long form writes of its layers.</summary>
public class NetworkWordsTests
{
    [Theory]
    [InlineData("[LstmGen.Lstm(5)]", 200)]
    [InlineData("[LstmGen.Lstm(5)] [LstmGen.Dense(2)]", 212)]
    [InlineData("[LstmGen.Lstm(5, 2)]", 440)]
    public void One_layer_is_a_network_as_several_are(string layers, int parameters)
    {
        GeneratorRun run = GeneratorHarness.RunProject([("LstmGenKernelSets", "Portable")], $"[LstmGen.LstmNetwork(3)] {layers} public sealed partial class M;");

        Assert.Empty(run.Complaints);
        Assert.Equal(parameters, ((LstmShape)run.Load().GetType("M")!.GetProperty("Shape")!.GetValue(null)!).ParameterCount);
    }
}
