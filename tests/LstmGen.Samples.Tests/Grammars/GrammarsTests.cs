using LstmGen.Samples.Grammars;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.Grammars;

/// <summary>The languages and their criteria; the grammar is learnt, and counting goes on beyond its training.</summary>
public sealed class GrammarsTests
{
    [Fact]
    public void The_grammar_gives_what_may_follow_and_refuses_other_strings()
    {
        Assert.Equal(["TP", "B", "TP", "SX", "XS", "E", "T", "E"], ReberGrammar.Following("BTBTXSETE"));
        Assert.Equal(["TP", "B", "TP", "TV", "PV", "E", "P", "E"], ReberGrammar.Following("BPBPVVEPE"));
        Assert.All(ReberGrammar.Draw(200, new Random(1), []), text => Assert.Equal(text.Length - 1, ReberGrammar.Following(text).Length));
        foreach (string wrong in new[] { "BTBTXSEPE", "BTBTXSET", "BTBTXSETEE", "BTBVXSETE", "BXBTXSETE", "BT" })
        {
            Assert.Throws<ArgumentException>(() => ReberGrammar.Following(wrong));
        }
    }

    [Fact]
    public void A_string_is_foretold_where_what_may_follow_has_the_largest_scores()
    {
        const string Text = "BTBTXSETE";
        float[] scores = [.. ReberGrammar.Following(Text).SelectMany(may => ReberGrammar.Symbols.Select(symbol => may.Contains(symbol) ? 1f : 0))];
        Assert.True(ReberGrammar.Foretells(scores, Text));
        scores[(6 * 7) + ReberGrammar.Symbols.IndexOf('P')] = 1; // as likely as T: the first choice is forgotten
        Assert.False(ReberGrammar.Foretells(scores, Text));
    }

    [Fact]
    public void Test_strings_are_none_of_training()
    {
        string[] train = ReberGrammar.Draw(256, new Random(1), []);
        Assert.Empty(train.Intersect(ReberGrammar.Draw(256, new Random(1), train)));
    }

    [Fact]
    public void The_grammar_is_learnt_and_a_table_does_not()
    {
        Reber.Result result = Reber.Learn(seed: 1, epochs: 120, threads: 1, CancellationToken.None);
        Assert.NotNull(result.Sequences);
        Assert.Equal(1, result.Model);
        Assert.True(result.Tables.Max() < 0.9, string.Join(' ', result.Tables));
        Console.WriteLine($"reber {result.Sequences} {string.Join(' ', result.Tables)}");
    }

    [Fact]
    public void Strings_to_count_are_asked_for_step_by_step()
    {
        (float[] tokens, float[] may) = Counting.String(2);
        Assert.Equal([0, 1, 1, 2, 2, 3, 3], tokens);
        Assert.Equal([1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1], may);
    }

    [Fact]
    public void Counting_with_peepholes_goes_on_beyond_what_was_seen()
    {
        int reach = Counting.Reach(Counting.Learn<CountingModel>(1, 20_000, 1, TestContext.Current.CancellationToken), 200);
        Assert.True(reach > Counting.LongestChoosing, $"{reach}");
        Assert.Equal(0, Counting.Reach(new CountingModel(LstmWeights.Random(1)), 200));
    }
}
