using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>The loss against all ways through small sequences, its gradient against central differences of that.</summary>
public sealed class CtcLossTests
{
    /// <summary>Sequences small enough to list every way, with labels that fit.</summary>
    public sealed record Trial(int Seed, int Size, int Blank, int[] Lengths, int[] LabelLengths, bool PerLabel, bool Weighted)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from seed in Gen.Choose(0, int.MaxValue - 1)
             from size in Gen.Choose(2, 4)
             from blank in Gen.Choose(0, size - 1)
             from rows in Gen.Choose(1, 3)
             from lengths in Gen.Choose(1, 5).ArrayOf(rows)
             from labels in Gen.Choose(0, 5).ArrayOf(rows)
             from perLabel in Gen.Elements(false, true)
             from weighted in Gen.Elements(false, true)
             select new Trial(seed, size, blank, lengths, labels, perLabel, weighted)).ToArbitrary();
    }

    [Property(MaxTest = 150, Arbitrary = [typeof(Trial)])]
    public void Value_and_gradient_are_those_of_all_ways(Trial c)
    {
        var random = new Random(c.Seed);
        int rows = c.Lengths.Length, steps = c.Lengths.Max();
        int[][] labels = [.. c.LabelLengths.Select((count, row) => Fitting(random, c, count, c.Lengths[row]))];
        int[] counts = [.. labels.Select(own => own.Length)];
        float[] targets = Targets(labels, rows);
        float[] outputs = Trainables.Floats(random, steps * rows * c.Size, 8);
        float[] weights = c.Weighted ? [.. c.Lengths.Select(_ => random.Next(1, 4) * 0.5f)] : [];
        double[] plain = [.. outputs.Select(output => (double)output)];
        double[] plainWeights = c.Weighted ? [.. weights.Select(weight => (double)weight)] : [.. c.Lengths.Select(_ => 1.0)];
        for (int row = 0; row < rows; row++)
        {
            for (int step = c.Lengths[row]; step < steps; step++)
            {
                outputs.AsSpan((step * rows + row) * c.Size, c.Size).Fill(float.NaN); // not to be read
            }
        }

        var loss = new CtcLoss(new CtcOptions { Blank = c.Blank, PerLabel = c.PerLabel });
        float[] gradients = [.. Enumerable.Repeat(float.NaN, outputs.Length)];
        double value = loss.Evaluate(outputs, c.Lengths, targets, counts, c.Size, gradients, weights);
        Assert.Equal(value, loss.Evaluate(outputs, c.Lengths, targets, counts, c.Size, [], weights));
        double Plain() => CtcReference.Loss(plain, c.Lengths, labels, c.Size, c.Blank, c.PerLabel, plainWeights);
        double expected = Plain();
        Assert.Equal(expected, value, 1e-6 * Math.Max(1, expected));
        for (int index = 0; index < outputs.Length; index++)
        {
            if (float.IsNaN(outputs[index]))
            {
                Assert.Equal(0, gradients[index]);
                continue;
            }

            const double Step = 1e-5;
            double own = plain[index];
            plain[index] = own + Step;
            double above = Plain();
            plain[index] = own - Step;
            double below = Plain();
            plain[index] = own;
            Assert.Equal((above - below) / (2 * Step), gradients[index], 2e-6);
        }
    }

    [Fact]
    public void A_row_has_the_bits_that_it_has_alone()
    {
        var random = new Random(3);
        int[] lengths = [40, 25, 33], counts = [9, 0, 12];
        int[][] labels = [.. counts.Select(count => Enumerable.Range(0, count).Select(_ => random.Next(1, 7)).ToArray())];
        float[] outputs = Trainables.Floats(random, 40 * 3 * 7, 10), gradients = new float[outputs.Length];
        var loss = new CtcLoss(new CtcOptions { PerLabel = false });
        float[] targets = Targets(labels, 3);
        loss.Evaluate(outputs, lengths, targets, counts, 7, gradients, [0, 0, 1]);
        float[] alone = [.. Enumerable.Range(0, 33).SelectMany(step => outputs.AsSpan((step * 3 + 2) * 7, 7).ToArray())], aloneGradients = new float[33 * 7];
        double value = loss.Evaluate(alone, [33], Targets(labels[2..], 1), counts.AsSpan(2), 7, aloneGradients);
        Assert.Equal(value, loss.Evaluate(outputs, lengths, targets, counts, 7, [], [0, 0, 1]));
        Assert.Equal(aloneGradients, Enumerable.Range(0, 33).SelectMany(step => gradients.AsSpan((step * 3 + 2) * 7, 7).ToArray()));
        Assert.All(Enumerable.Range(0, 40), step => Assert.Equal(new float[14], gradients.AsSpan(step * 21, 14).ToArray()));
    }

    [Fact]
    public void Long_sequences_that_are_all_but_certain_keep_their_digits()
    {
        // 2,000 steps, one way all but certain, and wrong: e^-40 at every second step is far below the smallest double in the end.
        const int Steps = 2_000;
        float[] outputs = new float[Steps * 2];
        for (int step = 0; step < Steps; step++)
        {
            outputs[step * 2] = 40;
        }

        int labels = Steps / 2;
        float[] gradients = new float[outputs.Length];
        double value = new CtcLoss(new CtcOptions { PerLabel = false }).Evaluate(
            outputs, [Steps], [.. Enumerable.Repeat(1f, labels)], [labels], 2, gradients);

        // With Steps = 2 labels a label can sit at odd or even steps, one shift from the first to the second kind: labels + 1 ways, of the same probability.
        Assert.Equal((labels * 40.0) - Math.Log(labels + 1), value, 1e-3);
        for (int step = 0; step < Steps; step++)
        {
            // Of the labels + 1 ways those have a label here that have not shifted yet (even steps), or have (odd ones).
            double share = (step % 2 == 0 ? labels - (step / 2) : (step / 2) + 1) / (labels + 1.0);
            Assert.Equal(share, gradients[step * 2], 1e-6);
            Assert.Equal(-share, gradients[(step * 2) + 1], 1e-6);
        }
    }

    [Fact]
    public void Evaluating_allocates_nothing()
    {
        var loss = LstmLoss.Ctc();
        float[] outputs = Trainables.Floats(new Random(1), 20 * 2 * 5), gradients = new float[outputs.Length], labels = [1, 2, 3, 3, 1, 4];
        Allocated.Nothing(() =>
        {
            loss.Evaluate(outputs, [20, 11], labels, [3, 2], 5, gradients);
            loss.Evaluate(outputs, [20, 11], labels, [3, 2], 5, []);
        });
    }

    [Fact]
    public void An_output_that_is_not_finite_shows_in_the_loss()
    {
        foreach (float value in new[] { float.NaN, float.PositiveInfinity })
        {
            for (int place = 0; place < 9; place++)
            {
                float[] outputs = new float[9];
                outputs[place] = value;
                Assert.False(double.IsFinite(LstmLoss.Ctc().Evaluate(outputs, [3], [1], [1], 3, new float[9])));
            }
        }
    }

    [Fact]
    public void A_batch_of_pairs_has_the_loss_of_its_sequences()
    {
        var random = new Random(8);
        var pairs = new LstmSequencePairs(
            [
                new(Trainables.Floats(random, 5 * 2), new float[] { 1, 2, 2 }), new(Trainables.Floats(random, 7 * 2), new float[] { 3, 1 }),
                new(Trainables.Floats(random, 4 * 2), new float[] { 1 }) { Mask = new float[] { 0.5f } }, new(Trainables.Floats(random, 4 * 2), new float[] { 2 }),
            ], batch: 3, inputSize: 2, targetSize: 1);
        var batch = new LstmBatch(pairs);
        CtcLoss loss = LstmLoss.Ctc();
        batch.Read(pairs, 0);
        float[] outputs = Trainables.Floats(random, 7 * 3 * 4), gradients = new float[outputs.Length], expected = new float[outputs.Length];
        Assert.Equal(
            loss.Evaluate(outputs, [5, 7, 4], [1, 3, 1, 2, 1, 0, 2, 0, 0], [3, 2, 1], 4, expected, [1, 1, 0.5f]),
            loss.Evaluate(batch, outputs, 4, gradients));
        Assert.Equal(expected, gradients);
        batch.Read(pairs, 1); // one row alone
        Assert.Equal(loss.Evaluate(outputs.AsSpan(0, 4 * 3 * 4), [4, 0, 0], [2, 0, 0], [1, 0, 0], 4, []), loss.Evaluate(batch, outputs.AsSpan(0, 4 * 3 * 4), 4, []));

        // One that has no labels is silence, and counts.
        batch.Read(pairs, 0);
        (batch.TargetLengths[1], batch.MaskOf(0, 1)) = (0, 0);
        Assert.Equal(loss.Evaluate(outputs, [5, 7, 4], [1, 3, 1, 2, 1, 0, 2, 0, 0], [3, 0, 1], 4, [], [1, 1, 0.5f]), loss.Evaluate(batch, outputs, 4, []));
    }

    [Fact]
    public void Data_whose_steps_are_too_few_are_refused_before_training()
    {
        LstmSequence[] pairs = [new(new float[4], new float[] { 1, 2 }), new(new float[3], new float[] { 1, 1, 2 })];
        var data = new LstmSequencePairs(pairs, 2, 1, 1);
        Assert.Equal(
            "Pair 1 has 3 steps; at least 4 were expected for its 3 labels, blanks between equal ones included.",
            Assert.Throws<ArgumentException>(() => data.CheckTargets(LstmLoss.Ctc(), 3)).Message);
        data.CheckTargets(LstmLoss.Ctc(new CtcOptions { ZeroInfinity = true }), 3);
        Assert.Equal(
            "Target 1 of pair 0, column 0 is 2; a label, a whole number from 0 to 1 other than the blank, 0, was expected.",
            Assert.Throws<ArgumentException>(() => data.CheckTargets(LstmLoss.Ctc(), 2)).Message);
    }

    [Fact]
    public void Rows_that_do_not_count_are_not_looked_at()
    {
        float[] outputs = Trainables.Floats(new Random(1), 4 * 3), padded = [.. Enumerable.Repeat(float.NaN, 4 * 2 * 3)];
        for (int step = 0; step < 4; step++)
        {
            outputs.AsSpan(step * 3, 3).CopyTo(padded.AsSpan(step * 6));
        }

        double alone = LstmLoss.Ctc().Evaluate(outputs, [4], [1, 2], [2], 3, []);
        Assert.Equal(alone, LstmLoss.Ctc().Evaluate(padded, [4, 4], [1, float.NaN, 2, float.NaN], [2, 2], 3, [], [1, 0]));
        Assert.Equal(alone, LstmLoss.Ctc().Evaluate(padded, [4, 0], [1, float.NaN, 2, float.NaN], [2, 0], 3, []));
        Assert.Equal(0, LstmLoss.Ctc().Evaluate(padded, [4, 4], [1, 1, 2, 2], [2, 2], 3, new float[24], [0, 0]));
        Assert.Equal(0, LstmLoss.Ctc().Evaluate([], [], [], [], 3, []));
    }

    [Fact]
    public void Errors_name_what_is_wrong_and_where()
    {
        CtcLoss loss = LstmLoss.Ctc();
        void Refused(string message, float[] outputs, int[] lengths, float[] labels, int[] counts, int size = 3, float[]? gradients = null, float[]? weights = null)
            => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => loss.Evaluate(outputs, lengths, labels, counts, size, gradients, weights)).Message);
        float[] two = new float[4 * 2 * 3];
        Refused("outputs has 23 floats; a multiple of 2 rows x 3 outputs was expected.", new float[23], [4, 4], [1, 1], [1, 1]);
        Refused("labels has 3 floats; a multiple of 2 rows was expected.", two, [4, 4], [1, 1, 1], [1, 1]);
        Refused("labelLengths has 1 numbers; 2 were expected.", two, [4, 4], [1, 1], [1]);
        Refused("weights has 1 numbers; 2 were expected.", two, [4, 4], [1, 1], [1, 1], weights: [1]);
        Refused("gradients has 5 numbers; 24 were expected.", two, [4, 4], [1, 1], [1, 1], gradients: new float[5]);
        Refused("gradients overlaps outputs, labels or weights; it must be a buffer of its own.", two, [4, 4], [1, 1], [1, 1], gradients: two);
        Refused("The length of row 1 is 5 in lengths; 0 to 4 were expected.", two, [4, 5], [1, 1], [1, 1]);
        Refused("The length of row 0 is -1 in labelLengths; 0 to 1 were expected.", two, [4, 4], [1, 1], [-1, 1]);
        Refused("The weight of row 1 is NaN; a finite number of at least 0 was expected.", two, [4, 4], [1, 1], [1, 1], weights: [1, float.NaN]);
        foreach (float label in new[] { 0f, 3f, -1f, 1.5f, float.NaN })
        {
            Refused(
                FormattableString.Invariant($"The target of row 3, column 0 is {label}; a label, a whole number from 0 to 2 other than the blank, 0, was expected."),
                two, [4, 4], [1, 1, 2, label], [2, 2]);
        }

        Refused("Row 1 has 3 steps; at least 4 were expected for its 3 labels, blanks between equal ones included.", two, [4, 3], [1, 1, 2, 2, 1, 2], [3, 3]);
        Refused("Row 0 has 0 steps; at least 1 were expected for its 1 label,", two, [0, 3], [1, 1], [1, 1]);
        loss = LstmLoss.Ctc(new CtcOptions { Blank = 3 });
        Refused("outputSize is 3; more than the blank, 3, was expected.", [], [], [], []);
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmLoss.Ctc(new CtcOptions { Blank = -1 }));
        Assert.Throws<NotSupportedException>(() => loss.Evaluate(two, [1], [], 3, []));
    }

    /// <summary>Labels of at most this number that fit into the steps.</summary>
    private static int[] Fitting(Random random, Trial c, int count, int steps)
    {
        int[] others = [.. Enumerable.Range(0, c.Size).Where(label => label != c.Blank)];
        for (; ; count--)
        {
            int[] labels = [.. Enumerable.Range(0, count).Select(_ => others[random.Next(others.Length)])];
            if (count + labels.Where((label, index) => index > 0 && labels[index - 1] == label).Count() <= steps)
            {
                return labels;
            }
        }
    }

    private static float[] Targets(int[][] labels, int rows)
    {
        int most = Math.Max(1, labels.Max(own => own.Length));
        float[] targets = [.. Enumerable.Repeat(float.NaN, most * rows)];
        for (int row = 0; row < rows; row++)
        {
            for (int index = 0; index < labels[row].Length; index++)
            {
                targets[(index * rows) + row] = labels[row][index];
            }
        }

        return targets;
    }
}
