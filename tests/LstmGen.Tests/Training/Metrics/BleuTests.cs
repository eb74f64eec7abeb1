using LstmGen.Training;

namespace LstmGen.Tests.Training.Metrics;

/// <summary>The examples of Papineni et al. 2002 (figures by bleu.py), and a plain count of n-grams as texts.</summary>
public sealed class BleuTests
{
    private static readonly string[] s_first = "It is a guide to action which ensures that the military always obeys the commands of the party".Split(' ');
    private static readonly string[] s_second = "It is to insure the troops forever hearing the activity guidebook that party direct".Split(' ');
    private static readonly string[][] s_references =
    [
        "It is a guide to action that ensures that the military will forever heed Party commands".Split(' '),
        "It is the guiding principle which guarantees the military forces always being under the command of the Party".Split(' '),
        "It is the practical guide for the army always to heed the directions of the party".Split(' '),
    ];

    [Fact]
    public void Examples_of_the_paper()
    {
        BleuScore first = Bleu.Corpus([s_first], [s_references[0]], [s_references[1]], [s_references[2]]);
        Assert.Equal((17 / 18.0, 10 / 17.0, 18, 18), (first.Precision1, first.Precision2, first.HypothesisLength, first.ReferenceLength));
        Assert.Equal(50.456668400584846, first.Value, 1e-12);
        Assert.Equal("BLEU = 50.46, 94.4/58.8/43.8/26.7 (BP=1.000, ratio=1.000, hyp_len=18, ref_len=18)", first.ToString());

        BleuScore second = Bleu.Corpus([s_second], [s_references[0]], [s_references[1]], [s_references[2]]);
        Assert.Equal((8 / 14.0, 1 / 13.0, 0, 16), (second.Precision1, second.Precision2, second.Value, second.ReferenceLength));
        Assert.Equal(0.8668778997501817, second.BrevityPenalty, 1e-15);

        string[] the = [.. Enumerable.Repeat("the", 7)];
        BleuScore clipped = Bleu.Corpus([the], [["the", "cat", "is", "on", "the", "mat"]], [["there", "is", "a", "cat", "on", "the", "mat"]]);
        Assert.Equal((2 / 7.0, 0), (clipped.Precision1, clipped.Value));

        BleuScore both = Bleu.Corpus([s_first, s_second], [s_references[0], s_references[0]]);
        Assert.Equal(26.92309694676266, both.Value, 1e-12);
    }

    [Fact]
    public void Of_two_references_equally_close_the_shorter_counts()
        => Assert.Equal(2, Bleu.Corpus([[1, 2, 3]], [[1, 2, 3, 4]], [[1, 2]]).ReferenceLength);

    [Property(MaxTest = 100)]
    public void A_corpus_is_counted_as_texts_are(int seed)
    {
        var random = new Random(seed);
        int sentences = random.Next(1, 5);
        int[][] hypotheses = Sentences(), one = Sentences(), two = Sentences();
        double[] matched = new double[4], total = new double[4];
        double length = 0, reference = 0;
        for (int s = 0; s < sentences; s++)
        {
            int[] hypothesis = hypotheses[s];
            for (int n = 1; n <= 4; n++)
            {
                foreach (IGrouping<string, string> gram in Grams(hypothesis, n).GroupBy(g => g))
                {
                    total[n - 1] += gram.Count();
                    matched[n - 1] += Math.Min(gram.Count(), Math.Max(Grams(one[s], n).Count(g => g == gram.Key), Grams(two[s], n).Count(g => g == gram.Key)));
                }
            }

            length += hypothesis.Length;
            reference += new[] { one[s].Length, two[s].Length }.OrderBy(l => Math.Abs(l - hypothesis.Length)).ThenBy(l => l).First();
        }

        double penalty = length >= reference ? 1 : length == 0 ? 0 : Math.Exp(1 - (reference / length));
        double expected = matched.Min() == 0 ? 0 : 100 * penalty * Math.Pow(matched.Zip(total, (m, t) => m / t).Aggregate((a, b) => a * b), 0.25);
        BleuScore found = Bleu.Corpus(hypotheses, one, two);
        Assert.Equal(penalty, found.BrevityPenalty, 1e-12);
        Assert.Equal(length + reference == 0 ? double.NaN : expected, found.Value, 1e-10);

        int[][] Sentences() => [.. Enumerable.Range(0, sentences).Select(_ => Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(2)).ToArray())];
        static string[] Grams(int[] tokens, int n) => [.. Enumerable.Range(0, Math.Max(tokens.Length - n + 1, 0)).Select(i => string.Join(' ', tokens[i..(i + n)]))];
    }

    [Fact]
    public void References_that_do_not_fit_are_refused()
    {
        Assert.StartsWith("Set 1 has 0 references; 1, one for each hypothesis, were expected.", Assert.Throws<ArgumentException>(() => Bleu.Corpus([[1]], [[1]], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are no references; one set or more was expected.", Assert.Throws<ArgumentException>(() => Bleu.Corpus([new[] { 1 }])).Message, StringComparison.Ordinal);
    }
}
