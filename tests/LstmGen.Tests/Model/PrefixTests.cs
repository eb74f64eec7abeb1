using System.Text.RegularExpressions;
using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Tests.Model;

/// <summary>Where the names in a file would fit under other prefixes, the message says under which, and they do.</summary>
public sealed partial class PrefixTests
{
    private static readonly LstmShape Shape = new(3, 5, 2, 4);

    [Theory]
    [InlineData("rnn.", "fc.", "", "head.")]
    [InlineData("rnn.", "fc.", "lstm.", "head.")]
    [InlineData("rnn.", "fc.", "rnn.", "head.")]
    [InlineData("rnn.", "head.", "", "head.")]
    [InlineData("", "fc.", "", "head.")]
    [InlineData("", "head.", "lstm.", "head.")]
    [InlineData("module.rnn.", "module.fc.", "", "head.")]
    [InlineData("rnn.", "rnn.out.", "", "head.")]
    [InlineData("a", "b", "", "head.")]
    public void The_prefixes_proposed_are_those_that_load(string prefix, string head, string givenPrefix, string givenHead)
    {
        foreach (LstmShape shape in new[] { Shape, Shape with { Layers = 1 }, Shape with { Bias = false }, Shape with { CellOptions = new() { CoupledGates = LstmCoupledGates.InputFromForget, Peepholes = true } } })
        {
            foreach (bool cell in shape.Layers == 1 ? new[] { false, true } : [false])
            {
                List<SafetensorsTensor> tensors = NamedTensors.For(shape, prefix, head, cell);
                for (int turn = 0; turn < 2; turn++, tensors.Reverse())
                {
                    string message = Refused(tensors, shape, givenPrefix, givenHead);
                    Match proposed = Proposal().Match(message);
                    Assert.True(proposed.Success, message);
                    Assert.Equal(prefix != givenPrefix, proposed.Groups["prefix"].Success);
                    Assert.Equal(head != givenHead, proposed.Groups["head"].Success);
                    LstmWeights.From(
                        tensors, proposed.Groups["prefix"] is { Success: true } other ? other.Value : givenPrefix,
                        proposed.Groups["head"] is { Success: true } another ? another.Value : givenHead).Bind(shape);
                }
            }
        }
    }

    [Fact]
    public void Without_a_head_only_the_layers_are_looked_for()
        => Assert.Contains("; prefix: \"encoder.\" would fit", Refused(NamedTensors.For(Shape with { Output = 0 }, "encoder."), Shape with { Output = 0 }), StringComparison.Ordinal);

    [Fact]
    public void Other_parts_of_a_network_do_not_mislead()
    {
        List<SafetensorsTensor> tensors = [.. NamedTensors.For(Shape, "rnn.", "fc2."), .. NamedTensors.For(Shape with { Hidden = 7 }, "other.", "fc1."), .. Linear("fc0.", 5, 4)];
        Assert.Contains("; prefix: \"rnn.\", head: \"fc2.\" would fit", Refused(tensors, Shape), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_fit_are_both_named()
    {
        List<SafetensorsTensor> tensors = [.. NamedTensors.For(Shape, "a.", "fc."), .. NamedTensors.For(Shape with { Output = 0 }, "b.")];
        string message = Refused(tensors, Shape);
        Assert.Contains("; prefix: \"a.\", head: \"fc.\" would fit, and so would prefix: \"b.\", head: \"fc.\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_that_would_lead_to_the_next_error_is_not_proposed()
    {
        List<SafetensorsTensor> tensors = NamedTensors.For(Shape with { Hidden = 6 }, "rnn.", "fc.");
        string message = Refused(tensors, Shape);
        Assert.DoesNotContain("would fit", message, StringComparison.Ordinal);
        Assert.Contains("under \"rnn.\" the file has an LSTM: 3 inputs, 2 x 6 units", message, StringComparison.Ordinal);
        Assert.Contains("under \"rnn.\" 'rnn.weight_hh_l0' is 3 x 5 by 5: a GRU", Refused([Zeros("rnn.weight_ih_l0", 15, 3), Zeros("rnn.weight_hh_l0", 15, 5)], Shape), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_for_each_layer_is_told()
    {
        List<SafetensorsTensor> tensors =
        [
            .. NamedTensors.For(Shape with { Layers = 1, Output = 0 }, "lstm1."), .. NamedTensors.For(Shape with { Layers = 1, Input = 5, Output = 0 }, "lstm2."), .. Linear("fc.", 4, 5),
        ];
        foreach (string given in new[] { "", "lstm1.", "lstm2." })
        {
            string message = Refused(tensors, Shape, given);
            Assert.DoesNotContain("would fit", message, StringComparison.Ordinal);
            Assert.Contains("one layer each under \"lstm1.\", \"lstm2.\"", message, StringComparison.Ordinal);
            Assert.Contains("_l0, _l1", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_names_found_are_not_cut_before_those_of_another_part(int layers)
    {
        foreach (bool reversed in new[] { false, true })
        {
            List<SafetensorsTensor> tensors = NamedTensors.For(Shape with { Layers = layers, Hidden = 6 }, "rnn.", "fc.");
            if (reversed)
            {
                tensors.Reverse();
            }

            string message = Refused(tensors, Shape);
            string found = message[message.IndexOf("found ", StringComparison.Ordinal)..message.IndexOf("; under", StringComparison.Ordinal)];
            Assert.Contains("'rnn.weight_", found, StringComparison.Ordinal);
            Assert.Contains("'fc.weight'", found, StringComparison.Ordinal);
            Assert.InRange(message.Length, 100, 1000);
        }
    }

    [Theory]
    [InlineData("scaler.")]
    [InlineData("scale.")]
    [InlineData("")]
    [InlineData("head.")]
    public void Weights_and_scalings_in_one_file_load_as_the_documentation_says(string name)
    {
        var scaler = new SeriesScaler([1, 2, 3], [4, 5, 6]);
        LstmParameters parameters = LstmWeights.Random(1).Bind(Shape);
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("m"), [.. parameters.ToTensors(), .. scaler.ToTensors(name), .. new SeriesScaler([1], [2]).ToTensors("target.")]);
        Assert.Equal(NamedTensors.All(parameters), NamedTensors.All(LstmWeights.Load(folder.File("m")).Bind(Shape)));
        Assert.Equal(scaler.Scale.ToArray(), SeriesScaler.From(SafetensorsFile.Load(folder.File("m")), name).Scale.ToArray());
    }

    [Fact]
    public void Nothing_but_a_whole_scaling_is_passed_over()
    {
        List<SafetensorsTensor> tensors = [.. NamedTensors.For(Shape), .. new SeriesScaler([1, 2, 3], [4, 5, 6]).ToTensors("scaler.")];
        string offset = tensors[^2].Name, scale = tensors[^1].Name;
        LstmWeights.From(tensors).Bind(Shape);
        Assert.Contains($"'{offset}' is not used", Refused(tensors.Without(scale), Shape), StringComparison.Ordinal);
        Assert.Contains($"'{scale}' is not used", Refused(tensors.Without(offset), Shape), StringComparison.Ordinal);
        Assert.Contains($"'{offset}' is not used", Refused([.. tensors.Without(scale), Zeros(scale, 2)], Shape), StringComparison.Ordinal);
        Assert.Contains($"'{offset}' is not used", Refused([.. tensors.Without(scale), Zeros(scale, 3, 1)], Shape), StringComparison.Ordinal);
        Assert.Contains($"'{offset}' is not used", Refused([.. tensors.Without(scale), new(scale, SafetensorsDtype.I32, [3], new byte[12])], Shape), StringComparison.Ordinal);

        // The names of a layer's normalisation in other libraries: no scaling of ours.
        Assert.Contains("'norm.offset' is not used", Refused([.. NamedTensors.For(Shape), Zeros("norm.offset", 5), Zeros("norm.scale", 5)], Shape), StringComparison.Ordinal);
    }

    private static SafetensorsTensor[] Linear(string name, int rows, int columns) => [Zeros(name + "weight", rows, columns), Zeros(name + "bias", rows)];

    private static SafetensorsTensor Zeros(string name, params long[] shape)
        => SafetensorsTensor.FromFloats(name, shape, new float[shape.Aggregate((a, b) => a * b)]);

    private static string Refused(List<SafetensorsTensor> tensors, LstmShape shape, string prefix = "", string head = "head.")
        => Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors, prefix, head).Bind(shape)).Message;

    [GeneratedRegex("; (prefix: \"(?<prefix>[^\"]*)\")?(, )?(head: \"(?<head>[^\"]*)\")? would fit")]
    private static partial Regex Proposal();
}
