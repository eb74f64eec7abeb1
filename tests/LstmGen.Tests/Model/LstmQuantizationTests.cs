namespace LstmGen.Tests.Model;

public sealed class LstmQuantizationTests
{
    private static readonly LstmNetworkDescription s_short = new(new LstmModelAttribute(hidden: 24, layers: 2, input: 20, output: 3) { CellClip = 3 });

    private static readonly LstmNetworkDescription s_long = new(new LstmNetworkAttribute { Tokens = 30, Embedding = 20 }, new LstmAttribute(24), new DenseAttribute(3));

    [Fact]
    public void Weights_are_all_that_a_description_changes()
    {
        foreach (LstmNetworkDescription network in new[] { s_short, s_long })
        {
            LstmNetworkDescription narrow = network.WithWeights(LstmNumbers.Int8);
            Assert.Equal(network.Shape with { Weights = LstmNumbers.Int8 }, narrow.Shape);
            Assert.Equal(LstmNumbers.Single, network.Shape.Weights);
            Assert.Equal(network.Shape, narrow.WithWeights(LstmNumbers.Single).Shape);
        }
    }

    [Fact]
    public void A_model_is_as_far_from_itself_as_nothing_and_from_a_narrow_one_as_their_outputs_are()
    {
        const int Steps = 12, Batch = 2;
        (LstmDynamic exact, LstmDynamic narrow) = (new(s_short, LstmWeights.Random(1)), new(s_short.WithWeights(LstmNumbers.Int8), LstmWeights.Random(1)));
        var random = new Random(3);
        float[] inputs = [.. Enumerable.Range(0, Steps * Batch * 20).Select(_ => random.NextSingle() - 0.5f)];
        LstmComparison none = LstmQuantization.Compare(exact, exact, inputs, Batch), some = LstmQuantization.Compare(exact, narrow, inputs, Batch);
        Assert.Equal((0, 0, 0), (none.Outputs.Largest, none.Hidden.Largest, none.Cell.Largest));

        float[] expected = new float[Steps * Batch * 3], found = new float[expected.Length];
        exact.Run(inputs, exact.CreateState(Batch), expected);
        narrow.Run(inputs, narrow.CreateState(Batch), found);
        Assert.Equal(expected.Zip(found, (one, other) => Math.Abs((double)one - other)).Max(), some.Outputs.Largest);
        Assert.InRange(some.Outputs.Largest, 1e-6, 0.05);
        Assert.Equal((Steps * Batch * 3, 2 * Batch * 24), (some.Outputs.Count, some.Cell.Count));
    }

    [Fact]
    public void Tokens_are_compared_likewise()
    {
        (LstmDynamic exact, LstmDynamic narrow) = (new(s_long, LstmWeights.Random(1)), new(s_long.WithWeights(LstmNumbers.Int8), LstmWeights.Random(1)));
        LstmComparison difference = LstmQuantization.Compare(exact, narrow, [1, 7, 29, 0]);
        Assert.Equal(4 * 3, difference.Outputs.Count);
        Assert.InRange(difference.Outputs.Largest, 1e-6, 0.05);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        LstmDynamic one = new(s_short, LstmWeights.Random(1)), other = new(s_long, LstmWeights.Random(1));
        Assert.Contains("two networks", Assert.Throws<ArgumentException>("narrow", () => LstmQuantization.Compare(one, other, new float[20])).Message, StringComparison.Ordinal);
        Assert.Contains("a multiple of 40", Assert.Throws<ArgumentException>("inputs", () => LstmQuantization.Compare(one, one, new float[60], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("tokens", () => LstmQuantization.Compare(other, other, Array.Empty<int>()));
        Assert.Throws<InvalidOperationException>(() => LstmQuantization.Compare(one, one, new int[1]));
    }
}
