using LstmGen.Formats;

namespace LstmGen.Tests.Model;

/// <summary>Parameters written to a file or handed to another model come back bit for bit.</summary>
public sealed class LstmParametersTests
{
    [Theory]
    [InlineData(3, 5, 2, 4, true, "", "head.")]
    [InlineData(3, 5, 1, 0, false, "lstm.", "fc.")]
    [InlineData(1, 2, 3, 1, true, "", "")]
    [InlineData(3, 5, 2, 4, true, "", "head.", true, false)]
    [InlineData(3, 5, 1, 0, false, "lstm.", "fc.", true, true)]
    public void Save_and_load_keep_every_bit(
        int input, int hidden, int layers, int output, bool bias, string prefix, string head, bool peepholes = false, bool coupled = false)
    {
        LstmParameters parameters = LstmWeights.Random(3).Bind(
            new LstmShape(input, hidden, layers, output, bias, CellOptions: new() { Peepholes = peepholes, CoupledGates = coupled ? LstmCoupledGates.InputFromForget : default }));
        using var folder = new TemporaryFolder();
        parameters.Save(folder.File("m"), prefix, head);
        Assert.Equal(["m"], folder.Names());
        Assert.Equal(
            NamedTensors.For(parameters.Shape, prefix, head).Select(tensor => tensor.ToString()),
            SafetensorsFile.Load(folder.File("m")).Tensors.Select(tensor => tensor.ToString()));
        LstmParameters loaded = LstmWeights.Load(folder.File("m"), prefix, head).Bind(parameters.Shape);
        Assert.Equal(NamedTensors.All(parameters), NamedTensors.All(loaded));
        byte[] bytes = File.ReadAllBytes(folder.File("m"));
        loaded.Save(folder.File("m"), prefix, head);
        Assert.Equal(bytes, File.ReadAllBytes(folder.File("m")));
    }

    [Fact]
    public void Parameters_are_weights_again()
    {
        LstmParameters parameters = LstmWeights.Random(3).Bind(new LstmShape(3, 5, 2, 4));
        LstmShape fast = parameters.Shape with { Activations = LstmActivations.Fast };
        LstmParameters copy = LstmWeights.From(parameters).Bind(fast);
        Assert.Equal(fast, copy.Shape);
        Assert.Equal(NamedTensors.All(parameters), NamedTensors.All(copy));
        Assert.False(copy.WeightHh(1).Overlaps(parameters.WeightHh(1)));
        foreach (LstmShape other in new[] { fast with { Input = 4 }, fast with { Hidden = 6 }, fast with { Layers = 1 }, fast with { Output = 0 }, fast with { Bias = false }, fast with { CellOptions = new() { Peepholes = true } }, fast with { CellOptions = new() { CoupledGates = LstmCoupledGates.InputFromForget } } })
        {
            var error = Assert.Throws<LstmFormatException>(() => LstmWeights.From(parameters).Bind(other));
            Assert.Equal($"The parameters are those of {parameters.Shape}; {other} was expected.", error.Message);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Layers_out_of_range_are_refused(int layer)
    {
        LstmParameters parameters = LstmWeights.Random(3).Bind(new LstmShape(3, 5, 2, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.WeightIh(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.WeightHh(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.BiasIh(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.BiasHh(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.PeepholeI(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.PeepholeF(layer).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parameters.PeepholeO(layer).ToArray());
    }
}
