using LstmGen.Formats;

namespace LstmGen.Tests.Formats.StateDict;

/// <summary>Networks from names and shapes of tensors.</summary>
public class StateDictTests
{
    private static readonly ModelBytes s_file = new("made.bin", new byte[1 << 20]);

    [Theory]
    [InlineData("rnn.weight_ih_l0 12x2, rnn.weight_hh_l0 12x3", "Lstm 3")]
    [InlineData("rnn.weight_ih 12x2, rnn.weight_hh 12x3, rnn.bias_ih 12, rnn.bias_hh 12", "Lstm 3")]
    [InlineData("rnn.weight_ih_l0 9x2, rnn.weight_hh_l0 9x3", "Gru 3")]
    [InlineData("c.weight_ih_fgo_l0 9x2, c.weight_hh_fgo_l0 9x3, c.peephole_f_l0 3, c.peephole_o_l0 3", "Lstm 3 InputFromForget peepholes")]
    [InlineData("c.weight_ih_igo_l0 9x2, c.weight_hh_igo_l0 9x3, c.bias_ih_igo_l0 9, c.bias_hh_igo_l0 9", "Lstm 3 ForgetFromInput")]
    [InlineData("c.weight_ih_ifzo_l0 16x2, c.weight_hh_ifzo_l0 16x2", "Slstm 4 heads 2")]
    [InlineData("weight_ih_l0 12x2, weight_hh_l0 12x3, bias_l0 12, gain_l0 12", "Lstm 3 Gates")]
    [InlineData("weight_ih_l0 12x2, weight_hh_l0 12x3, bias_ih_l0 12, bias_hh_l0 12, gain_l0 12, shift_l0 12, gain_c_l0 3, shift_c_l0 3", "Lstm 3 Sums")]
    [InlineData("weight_ih_l0 12x2, weight_hh_l0 12x3, initial_hidden_l0 3, initial_cell_l0 3", "Lstm 3 initial")]
    [InlineData("weight_ih_l0 16x2, weight_hh_l0 16x3, weight_hr_l0 3x4", "Lstm 4 projected 3")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, b.weight_ih_l0 8x3, b.weight_hh_l0 8x2, out.weight 5x2", "Lstm 3, Lstm 2, Dense 5")]
    [InlineData("_orig_mod.module.fc.weight 4x2, _orig_mod.module.rnn.weight_ih_l0 12x4, _orig_mod.module.rnn.weight_hh_l0 12x3", "Dense 4, Lstm 3")]
    [InlineData("emb.weight 9x2, rnn.weight_ih_l0 12x2, rnn.weight_hh_l0 12x3, out.weight 9x3", "tokens 9, Lstm 3, Dense 9")]
    public void Layers_are_told_by_names_and_shapes(string tensors, string expected) => Assert.Equal(expected, Words(Read(tensors)));

    [Fact]
    public void The_only_order_that_fits_is_taken_and_told()
    {
        LstmModelFile model = Read("fc.weight 5x3, fc.bias 5, rnn.weight_ih_l0 12x2, rnn.weight_hh_l0 12x3");
        Assert.Equal("Lstm 3, Dense 5", Words(model));
        Assert.Equal("The layers are in the only order in which their widths agree, which is not that of the file: 'rnn', 'fc'.", model.Notes[0]);
    }

    [Fact]
    public void The_order_of_the_alphabet_counts_only_where_widths_allow_no_other()
    {
        const string Square = "fc.weight 3x3, rnn.weight_hh_l0 12x3, rnn.weight_ih_l0 12x3";
        Assert.Equal("Dense 3, Lstm 3", Words(Read(Square)));
        Assert.Equal("the layers could follow one another in several orders, such as 'fc', 'rnn' and 'rnn', 'fc'; a description of the network that says which was expected (LstmReadOptions.Network).", Message(Square, isOrdered: false));
        Assert.Equal("Lstm 3, Dense 3", Words(Read(Square, new() { Network = new(new LstmNetworkAttribute(3), new LstmAttribute(3) { Bias = false, Name = "rnn" }, new DenseAttribute(3) { Bias = false, Name = "fc" }) }, isOrdered: false)));
        Assert.Equal("Lstm 3, Lstm 3", Words(Read("rnn.10.weight_hh_l0 12x3, rnn.10.weight_ih_l0 12x3, rnn.9.weight_hh_l0 12x3, rnn.9.weight_ih_l0 12x3", isOrdered: false)));
        Assert.Equal("Lstm 3, Dense 3", Words(Read("dense1.weight 3x3, lstm0.weight_hh_l0 12x3, lstm0.weight_ih_l0 12x3", isOrdered: false)));
    }

    [Theory]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, out.weight 5x4", "the layers do not fit together in any order: 'out' reads 4 values, and 'a' gives 3; layers that each read as many values as the one before gives were expected. What else there is LstmReadOptions say: Network describes it, Prefix names what to read.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, bn.running_mean 3", "tensor 'bn.running_mean' F32 [3] is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected. LstmReadOptions.Prefix chooses what to read: 'a.' would be recurrent layers alone.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.weight_ih_l2 12x3", "tensor 'a.weight_ih_l1' is missing; [12, 3] was expected beside 'a.weight_ih_l0' F32 [12, 2].")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.alpha 3", "tensor 'a.alpha' F32 [3] is of no use to an LSTM of 2 inputs and 1 x 3 units; 'weight_ih_l0', 'weight_hh_l0' were expected in 'a'.")]
    [InlineData("a.weight_ih_l0 13x2, a.weight_hh_l0 13x3", "tensor 'a.weight_hh_l0' F32 [13, 3] has 13 rows for 3 units; 4 for each, of an LSTM, or 3, of a GRU, were expected.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.bias_ih_l0 11, a.bias_hh_l0 12", "tensor 'a.bias_ih_l0' F32 [11] has another shape than the others of its module; [12] was expected.")]
    [InlineData("a.weight_ih_l0 12x0, a.weight_hh_l0 12x3", "tensor 'a.weight_ih_l0' F32 [12, 0] is no matrix; two dimensions above 0 were expected.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.gain_ih_l0 12", "tensors 'a.gain_ih...' are those of a layer with Norm = Products and with Norm = ProductsAndCell; a description of the network that says which was expected (LstmReadOptions.Network).")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.weight_ih_l0_reverse 12x2, a.weight_hh_l0_reverse 12x3, a.weight_ih_l1 12x3", "tensor 'a.weight_ih_l1' F32 [12, 3] reads 3 values, and two directions of 3 come before it; 6 were expected. Where directions are apart or merged otherwise than side by side, a description of the network says so (LstmReadOptions.Network).")]
    [InlineData("out.weight 5x4, out.bias 5", "there is no recurrent layer; an LSTM or GRU at least was expected.")]
    [InlineData("", "there are no tensors; those of an LSTM or GRU at least were expected.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_ih_l0 12x2", "there are two tensors 'a.weight_ih_l0'; one was expected.")]
    public void What_does_not_fit_is_named(string tensors, string message) => Assert.Equal(message, Message(tensors));

    [Theory]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3", "nothing in the file is layer dense1 of the description; tensors 'dense1.weight', 'dense1.bias' were expected.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, b.weight 4x3", "tensor 'b.bias' is missing; [4] was expected for layer dense1 of the description.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, b.weight 4x2, b.bias 4", "tensor 'b.weight' F32 [4, 2] has another shape; [4, 3] was expected for layer dense1 of the description.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, a.gain 3, b.weight 4x3, b.bias 4", "tensor 'a.gain' F32 [3] is of no use to layer lstm0 of the description; 'weight_ih_l0', 'weight_hh_l0' were expected in 'a'.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, b.weight 4x3, b.bias 4, n.mean 4", "tensor 'n.mean' F32 [4] is of no use to the network that was described; 'lstm0.weight_ih_l0', 'lstm0.weight_hh_l0', 'dense1.weight', 'dense1.bias' were expected.")]
    [InlineData("a.weight_ih_l0 12x2, a.weight_hh_l0 12x3, b.weight 4x3, b.bias 4, c.weight 4x3, c.bias 4", "'b.', 'c.' each fit layer dense1 of the description; names in the file as in the description were expected (Name).")]
    public void What_does_not_fit_a_description_is_named(string tensors, string message)
        => Assert.Equal(message, Message(tensors, new() { Network = new(new LstmNetworkAttribute(2), new LstmAttribute(3) { Bias = false }, new DenseAttribute(4)) }));

    [Fact]
    public void Many_layers_of_one_width_take_no_time()
    {
        string tensors = string.Join(", ", Enumerable.Range(0, 60).Select(at => $"n{(char)('a' + (at / 26))}{(char)('a' + (at % 26))}.weight 3x3")) + ", z.weight_ih_l0 16x2, z.weight_hh_l0 16x4";
        Assert.StartsWith("the layers do not fit together in any order", Message(tensors), StringComparison.Ordinal);
    }

    private static LstmModelFile Read(string tensors, LstmReadOptions? options = null, bool isOrdered = true)
        => new StateDictNetwork(s_file, "made", options ?? new()) { IsOrdered = isOrdered }.Read([.. tensors.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            string[] parts = text.Split(' ');
            long[] shape = [.. parts[1].Split('x').Select(long.Parse)];
            return new NamedTensor(parts[0], shape, "F32", () => new float[shape.Aggregate(1L, (product, each) => product * each)]);
        })]);

    private static string Message(string tensors, LstmReadOptions? options = null, bool isOrdered = true)
        => Assert.Throws<LstmFormatException>(() => Read(tensors, options, isOrdered)).Message["made.bin: ".Length..];

    private static string Words(LstmModelFile model)
    {
        if (model.Network.Model is { } one)
        {
            return (one.Tokens > 0 ? $"tokens {one.Tokens}, " : "") + Words(one, one.Hidden, one.Projection) + (one.Output > 0 ? $", Dense {one.Output}" : "");
        }

        return (model.Network.Network!.Tokens > 0 ? $"tokens {model.Network.Network.Tokens}, " : "") + string.Join(", ", model.Network.Layers.Select(layer => layer switch
        {
            LstmAttribute lstm => Words(lstm, lstm.Hidden, lstm.Projection),
            GruAttribute gru => $"Gru {gru.Hidden}",
            SlstmAttribute slstm => $"Slstm {slstm.Hidden} heads {slstm.Heads}",
            _ => $"Dense {((DenseAttribute)layer).Units}",
        }));
    }

    private static string Words(LstmCellAttribute cell, int hidden, int projection)
        => $"Lstm {hidden}" + (projection > 0 ? $" projected {projection}" : "") + (cell.CoupledGates == LstmCoupledGates.None ? "" : $" {cell.CoupledGates}")
            + (cell.Peepholes ? " peepholes" : "") + (cell.Norm == LstmNorm.None ? "" : $" {cell.Norm}") + (cell.LearnedInitialState ? " initial" : "");
}
