using LstmGen.Formats;

namespace LstmGen.Tests.Model;

/// <summary>Weights of another network than the model's are refused, however they are named, and the message says what they are.</summary>
public sealed class OtherNetworksTests
{
    private static readonly LstmShape Plain = new(5, 4);
    private static readonly LstmShape Coupled = Plain with { CellOptions = new() { CoupledGates = LstmCoupledGates.InputFromForget } };

    public static TheoryData<LstmShape, bool> OneLayer => new()
    {
        { Plain, false }, { Plain, true }, { Coupled, false }, { Coupled, true },
        { Plain with { Output = 3 }, false }, { Coupled with { Output = 3 }, true }, { Coupled with { Bias = false }, false },
        { Coupled with { CellOptions = new() { CoupledGates = LstmCoupledGates.InputFromForget, Peepholes = true } }, false },
        { Plain with { CellOptions = new() { CoupledGates = LstmCoupledGates.ForgetFromInput } }, false },
    };

    [Theory]
    [MemberData(nameof(OneLayer))]
    public void A_GRU_is_never_taken_for_an_LSTM(LstmShape shape, bool cell)
    {
        foreach (int hidden in new[] { 4, 8, 12, 3, 1 })
        {
            string message = Refused(Recurrent(3, shape, hidden, cell), shape);
            Assert.Contains($"'weight_hh{(cell ? "" : "_l0")}' is 3 x {hidden} by {hidden}: a GRU", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(OneLayer))]
    public void A_simple_RNN_is_never_taken_for_an_LSTM(LstmShape shape, bool cell)
    {
        foreach (int hidden in new[] { 4, 12, 16, 1 })
        {
            string message = Refused(Recurrent(1, shape, hidden, cell), shape);
            Assert.Contains($"'weight_hh{(cell ? "" : "_l0")}' is {hidden} by {hidden}: a simple RNN", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Coupled_gates_say_so_in_their_names()
    {
        LstmParameters parameters = LstmWeights.Random(1).Bind(Coupled with { Layers = 2, Output = 3 });
        Assert.Equal(
            ["weight_ih_fgo_l0", "weight_hh_fgo_l0", "bias_ih_fgo_l0", "bias_hh_fgo_l0", "weight_ih_fgo_l1", "weight_hh_fgo_l1", "bias_ih_fgo_l1", "bias_hh_fgo_l1", "head.weight", "head.bias"],
            parameters.ToTensors().Select(tensor => tensor.Name));
        Assert.Contains("coupled gates", Refused([.. LstmWeights.Random(1).Bind(Coupled).ToTensors()], Plain), StringComparison.Ordinal);
        Assert.Contains("an LSTM: 5 inputs, 1 x 4 units", Refused([.. LstmWeights.Random(1).Bind(Plain).ToTensors()], Coupled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(1, 8)] // as wide an input as both directions together
    public void A_bidirectional_LSTM_is_called_one(int layers, int input)
    {
        LstmShape shape = new(input, 4, layers, Output: 3);
        List<SafetensorsTensor> tensors = [.. NamedTensors.For(shape with { Output = 0 })];
        if (layers == 2)
        {
            tensors.Replace("weight_ih_l1", Tensor("weight_ih_l1", 16, 8));
        }

        tensors.AddRange(tensors.ToArray().Select(tensor => Tensor(tensor.Name + "_reverse", [.. tensor.Shape])));
        tensors.AddRange([Tensor("head.weight", 3, 8), Tensor("head.bias", 3)]);
        Assert.Contains("bidirectional", Refused(tensors, shape), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)] // as many as the units
    public void A_projection_is_called_one(int projected)
    {
        List<SafetensorsTensor> tensors = NamedTensors.For(Plain).Replace("weight_hh_l0", Tensor("weight_hh_l0", 16, projected));
        tensors.Add(Tensor("weight_hr_l0", projected, 4));
        Assert.Contains(projected == 2 ? "projected to 2" : "no projection", Refused(tensors, Plain), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_numbers_of_layers_units_and_inputs_are_told()
    {
        Assert.Contains("the file has an LSTM: 5 inputs, 3 x 4 units", Refused(NamedTensors.For(Plain with { Layers = 3 }), Plain with { Layers = 2 }), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 2 x 4 units", Refused(NamedTensors.For(Plain with { Layers = 2 }), Plain with { Layers = 3 }), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 6 units", Refused(NamedTensors.For(Plain with { Hidden = 6 }), Plain), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 7 inputs, 1 x 4 units", Refused(NamedTensors.For(Plain with { Input = 7 }), Plain), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 4 units, no bias", Refused(NamedTensors.For(Plain with { Bias = false }), Plain), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 4 units, coupled gates (f = 1 - i)", Refused(NamedTensors.For(Plain with { CellOptions = new() { CoupledGates = LstmCoupledGates.ForgetFromInput } }), Plain), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 1 x 4 units, peepholes", Refused(NamedTensors.For(Plain with { CellOptions = new() { Peepholes = true } }), Plain with { Layers = 2 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Transposed_weights_are_called_that()
    {
        LstmShape shape = Plain with { Output = 3 };
        Assert.All(NamedTensors.For(shape).Where(tensor => tensor.Shape.Count == 2), tensor =>
        {
            List<SafetensorsTensor> tensors = NamedTensors.For(shape).Replace(tensor.Name, Tensor(tensor.Name, tensor.Shape[1], tensor.Shape[0]));
            Assert.Contains("transposed", Refused(tensors, shape), StringComparison.Ordinal);
        });
    }

    private static List<SafetensorsTensor> Recurrent(int gates, LstmShape shape, int hidden, bool cell)
    {
        string suffix = cell ? "" : "_l0";
        List<SafetensorsTensor> tensors = [Tensor("weight_ih" + suffix, gates * hidden, shape.Input), Tensor("weight_hh" + suffix, gates * hidden, hidden)];
        if (shape.Bias)
        {
            tensors.AddRange([Tensor("bias_ih" + suffix, gates * hidden), Tensor("bias_hh" + suffix, gates * hidden)]);
        }

        if (shape.CellOptions.Peepholes)
        {
            tensors.AddRange([Tensor("peephole_f" + suffix, hidden), Tensor("peephole_o" + suffix, hidden)]);
        }

        if (shape.Output > 0)
        {
            tensors.AddRange([Tensor("head.weight", shape.Output, hidden), Tensor("head.bias", shape.Output)]);
        }

        return tensors;
    }

    private static SafetensorsTensor Tensor(string name, params long[] shape)
        => SafetensorsTensor.FromFloats(name, shape, new float[shape.Aggregate((a, b) => a * b)]);

    private static string Refused(List<SafetensorsTensor> tensors, LstmShape shape)
        => Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors).Bind(shape)).Message;
}
