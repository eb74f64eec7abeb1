using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Decoders against all ways through small sequences.</summary>
public sealed class CtcDecoderTests
{
    /// <summary>Outputs of a batch, of which one row is decoded.</summary>
    public sealed record Trial(int Seed, int Size, int Blank, int Steps, int Rows, int Row)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from seed in Gen.Choose(0, int.MaxValue - 1)
             from size in Gen.Choose(2, 4)
             from blank in Gen.Choose(0, size - 1)
             from steps in Gen.Choose(0, 5)
             from rows in Gen.Choose(1, 3)
             from row in Gen.Choose(0, rows - 1)
             select new Trial(seed, size, blank, steps, rows, row)).ToArbitrary();

        internal float[] Outputs() => Trainables.Floats(new Random(Seed), (Steps + 1) * Rows * Size, 6);

        internal double[][] Own(float[] outputs)
            => [.. Enumerable.Range(0, Steps).Select(step => outputs.AsSpan(((step * Rows) + Row) * Size, Size).ToArray().Select(x => (double)x).ToArray())];
    }

    [Property(MaxTest = 150, Arbitrary = [typeof(Trial)])]
    public void A_beam_wide_enough_finds_all_labels_with_their_probabilities(Trial c)
    {
        float[] outputs = c.Outputs();
        Dictionary<string, double> expected = c.Steps == 0 ? new() { [""] = 1 } : CtcReference.Labellings(c.Own(outputs), c.Blank);
        IReadOnlyList<CtcHypothesis> found = new CtcDecoder(c.Size, 2_000, c.Blank).Beam(outputs, c.Rows, c.Row, c.Steps, most: int.MaxValue);
        Assert.Equal(expected.Count, found.Count);
        Assert.All(found, one => Assert.Equal(Math.Log(expected[CtcReference.Text(one.Labels)]), one.LogProbability, 1e-5));
        Assert.Equal(found.OrderByDescending(one => one.LogProbability), found);
    }

    [Property(MaxTest = 150, Arbitrary = [typeof(Trial)])]
    public void A_narrow_beam_claims_no_more_than_there_is(Trial c)
    {
        float[] outputs = c.Outputs();
        CtcHypothesis found = new CtcDecoder(c.Size, 2, c.Blank).Beam(outputs, c.Rows, c.Row, c.Steps).Single();
        double whole = c.Steps == 0 ? 1 : CtcReference.Labellings(c.Own(outputs), c.Blank)[CtcReference.Text(found.Labels)];
        Assert.True(found.LogProbability <= Math.Log(whole) + 1e-6);
    }

    [Property(MaxTest = 150, Arbitrary = [typeof(Trial)])]
    public void Greedy_takes_the_most_probable_way(Trial c)
    {
        float[] outputs = c.Outputs();
        int[] path = [.. c.Own(outputs).Select(step => Array.IndexOf(step, step.Max()))], labels = new int[c.Steps];
        int count = new CtcDecoder(c.Size, 1, c.Blank).Greedy(outputs, labels, c.Rows, c.Row, c.Steps);
        Assert.Equal(CtcReference.Collapse(path, c.Blank), labels[..count]);
    }

    [Fact]
    public void The_beam_finds_what_greedy_does_not()
    {
        // Graves' example: blank is likeliest at both steps (0.36 for the way), a label at either has 0.64.
        float blank = MathF.Log(0.6f), label = MathF.Log(0.4f);
        var decoder = new CtcDecoder(2, 4);
        Assert.Equal(0, decoder.Greedy([blank, label, blank, label], new int[2]));
        CtcHypothesis best = decoder.Beam([blank, label, blank, label]).Single();
        Assert.Equal([1], best.Labels);
        Assert.Equal(0.64, Math.Exp(best.LogProbability), 1e-6);
    }

    [Fact]
    public void Labels_of_a_long_search_are_more_probable_than_greedy_ones_and_than_it_claims()
    {
        float[] outputs = Trainables.Floats(new Random(9), 300 * 30, 12);
        var decoder = new CtcDecoder(30, 10);
        int[] labels = new int[300];
        int count = decoder.Greedy(outputs, labels);
        CtcHypothesis best = decoder.Beam(outputs).Single();
        double Loss(IEnumerable<int> own) => LstmLoss.Ctc(new CtcOptions { PerLabel = false })
            .Evaluate(outputs, [300], [.. own.Select(label => (float)label)], [own.Count()], 30, []);
        Assert.InRange(Loss(best.Labels), 0, Loss(labels[..count]));
        Assert.InRange(Loss(best.Labels), 0, -best.LogProbability);
        Assert.Equal(best.Labels, decoder.Beam(outputs).Single().Labels);
    }

    [Fact]
    public void Greedy_allocates_nothing_and_a_search_little()
    {
        float[] outputs = Trainables.Floats(new Random(9), 50 * 10, 12);
        var decoder = new CtcDecoder(10, 8);
        int[] labels = new int[50];
        Allocated.Nothing(() => decoder.Greedy(outputs, labels));
        decoder.Beam(outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        decoder.Beam(outputs);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void Errors_name_what_is_wrong()
    {
        var decoder = new CtcDecoder(3);
        static void Refused(string message, Action action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message);
        Refused("outputs has 7 floats; a multiple of 2 rows x 3 outputs was expected.", () => decoder.Beam(new float[7], 2));
        Refused("length must be a number from 0 to 2.", () => decoder.Beam(new float[6], length: 3));
        Refused("An output of row 1, step 1 is not finite; finite numbers were expected.", () => decoder.Beam([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, float.NaN, 0], 2, 1));
        Refused("labels has room for 1; 2 were expected at most.", () => decoder.Greedy([0, 1, 0, 0, 0, 1], new int[1]));
        Refused("row", () => decoder.Beam(new float[6], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcDecoder(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcDecoder(3, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcDecoder(0));
    }
}
