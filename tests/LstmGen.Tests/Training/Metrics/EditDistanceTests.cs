using LstmGen.Training;

namespace LstmGen.Tests.Training.Metrics;

/// <summary>The distance against its recursive definition, and as a metric of sequences.</summary>
public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("kitten", "sitting", 3)] // the usual example
    [InlineData("intention", "execution", 5)] // Jurafsky and Martin, Speech and Language Processing
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("", "", 0)]
    public void Known_distances(string first, string second, int distance)
        => Assert.Equal(distance, EditDistance.Between<char>(first, second));

    [Property(MaxTest = 200)]
    public void The_distance_is_that_of_the_definition(int seed)
    {
        var random = new Random(seed);
        int[] a = Tokens(6), b = Tokens(6), c = Tokens(6);
        Assert.Equal(Plain(a, b), EditDistance.Between<int>(a, b));
        Assert.Equal(EditDistance.Between<int>(b, a), EditDistance.Between<int>(a, b));
        Assert.True(EditDistance.Between<int>(a, c) <= EditDistance.Between<int>(a, b) + EditDistance.Between<int>(b, c));
        Assert.Equal(0, EditDistance.Between<int>(a, a));

        int[] Tokens(int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => random.Next(3))];
    }

    [Fact]
    public void Long_sequences_need_no_more_stack()
    {
        int[] a = new int[1000], b = [.. Enumerable.Range(0, 900).Select(i => i % 2)];
        Assert.Equal(550, EditDistance.Between<int>(a, b)); // 450 ones change, 100 zeros go
    }

    [Fact]
    public void The_rate_is_of_all_tokens_together()
    {
        Assert.Equal(4 / 9.0, EditDistance.TokenErrorRate([["a", "b"], ["c"], []], [["a", "x", "b"], ["c", "c", "c", "c", "c"], ["d"]]) - (2 / 9.0), 1e-15);
        Assert.Equal(double.NaN, EditDistance.TokenErrorRate<string>([["a"]], [[]]));
        ArgumentException error = Assert.Throws<ArgumentException>(() => EditDistance.TokenErrorRate([["a"]], Array.Empty<string[]>()));
        Assert.StartsWith("There are 0 references; 1, one for each hypothesis, were expected.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_is_taken_apart_by_lengths_and_mask()
    {
        // Row 0: 3 steps, best 2 0 1, asked for 2 1 (step 1 does not count). Row 1: 2 steps, best 1 1, asked for that.
        var data = new LstmSequences([new(new float[3], new float[] { 2, 9, 1 }) { Mask = new float[] { 1, 0, 1 } }, new(new float[2], new float[] { 1, 1 })], batch: 2, inputSize: 1, targetSize: 1);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        float[] outputs = new float[3 * 2 * 3];
        foreach ((int step, int row, int best) in new[] { (0, 0, 2), (1, 0, 0), (2, 0, 1), (0, 1, 1), (1, 1, 1), (2, 1, 2) })
        {
            outputs[(((step * 2) + row) * 3) + best] = 1;
        }

        LstmMetric metric = LstmMetric.TokenErrorRate(Greedy), bleu = LstmMetric.Bleu(Greedy);
        metric.Add(outputs, batch, 3);
        bleu.Add(outputs, batch, 3);
        Assert.Equal(1 / 4.0, metric.Value); // an insertion; of 4 tokens
        Assert.Equal(0, bleu.Value); // no four in a row
        Allocated.Nothing(() =>
        {
            metric.Add(outputs, batch, 3);
            bleu.Add(outputs, batch, 3);
        });
    }

    internal static int Greedy(ReadOnlySpan<float> outputs, int outputSize, Span<int> tokens)
    {
        for (int step = 0; step < tokens.Length; step++)
        {
            ReadOnlySpan<float> row = outputs.Slice(step * outputSize, outputSize);
            for (int k = 0; k < outputSize; k++)
            {
                tokens[step] = row[k] > row[tokens[step]] || k == 0 ? k : tokens[step];
            }
        }

        return tokens.Length;
    }

    private static int Plain(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
        => a.IsEmpty ? b.Length : b.IsEmpty ? a.Length
            : Math.Min(Plain(a[1..], b[1..]) + (a[0] == b[0] ? 0 : 1), 1 + Math.Min(Plain(a[1..], b), Plain(a, b[1..])));
}
