using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Loss and decoding against all sequences of tags, gradients against central differences of that.</summary>
public sealed class CrfBlockTests
{
    /// <summary>Sequences short enough to list all tags of.</summary>
    public sealed record Trial(int Seed, int Tags, int[] Lengths, bool PerStep, bool Weighted, bool Constrained)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from seed in Gen.Choose(0, int.MaxValue - 1)
             from tags in Gen.Choose(1, 4)
             from rows in Gen.Choose(1, 3)
             from lengths in Gen.Choose(0, 5).ArrayOf(rows)
             from perStep in Gen.Elements(false, true)
             from weighted in Gen.Elements(false, true)
             from constrained in Gen.Elements(false, true)
             select new Trial(seed, tags, lengths, perStep, weighted, constrained)).ToArbitrary();
    }

    private sealed class Case
    {
        internal Case(Trial c)
        {
            var random = new Random(c.Seed);
            (Lengths, Rows, Steps) = (c.Lengths, c.Lengths.Length, c.Lengths.Max());

            // Tag 0 may come anywhere, so that there is always a way.
            bool May(int other) => other == 0 || !c.Constrained || random.Next(3) > 0;
            bool[] starts = [.. Enumerable.Range(0, c.Tags).Select(May)], ends = [.. Enumerable.Range(0, c.Tags).Select(May)];
            bool[] transitions = [.. Enumerable.Range(0, c.Tags * c.Tags).Select(pair => May(pair / c.Tags) || May(pair % c.Tags))];
            Block = new CrfBlock(c.Tags, new CrfOptions { PerStep = c.PerStep, Constraints = c.Constrained ? new CrfConstraints(transitions, starts, ends) : null });
            foreach (LstmTrainable trainable in Block.Trainables)
            {
                trainable.CopyFrom(Trainables.Floats(random, trainable.Count, 4));
            }

            Values = [.. Block.Trainables.Select(trainable => trainable.Values.ToArray().Select(value => (double)value).ToArray())];
            Reference = new CrfReference(Values[0], Values[1], [.. Values[2].Chunk(c.Tags)], way => !c.Constrained
                || (starts[way[0]] && ends[way[^1]] && way.Zip(way.Skip(1)).All(pair => transitions[(pair.First * c.Tags) + pair.Second])));
            Emissions = Trainables.Floats(random, Steps * Rows * c.Tags, 6);
            Plain = [.. Enumerable.Range(0, Rows).Select(row => Enumerable.Range(0, Lengths[row])
                .Select(step => Emissions.AsSpan(Place(step, row, c.Tags), c.Tags).ToArray().Select(value => (double)value).ToArray()).ToArray())];
            Right = [.. Plain.Select(own => own.Length == 0 ? [] : Reference.Ways(own).OrderBy(_ => random.Next()).First())];
            Targets = [.. Enumerable.Repeat(float.NaN, Steps * Rows)];
            for (int row = 0; row < Rows; row++)
            {
                for (int step = 0; step < Steps; step++)
                {
                    if (step < Lengths[row])
                    {
                        Targets[(step * Rows) + row] = Right[row][step];
                    }
                    else
                    {
                        Emissions.AsSpan(Place(step, row, c.Tags), c.Tags).Fill(float.NaN); // not to be read
                    }
                }
            }

            Weights = c.Weighted ? [.. Lengths.Select(_ => random.Next(3) * 0.5f)] : [];
            PerStep = c.PerStep;
        }

        internal CrfBlock Block { get; }

        internal CrfReference Reference { get; private set; }

        internal int[] Lengths { get; }

        internal int Rows { get; }

        internal int Steps { get; }

        internal bool PerStep { get; }

        internal double[][] Values { get; }

        internal float[] Emissions { get; }

        internal double[][][] Plain { get; }

        internal int[][] Right { get; }

        internal float[] Targets { get; }

        internal float[] Weights { get; }

        internal double Loss()
        {
            Reference = Reference with { Starts = Values[0], Ends = Values[1], Transitions = [.. Values[2].Chunk(Values[0].Length)] };
            double sum = 0, total = 0;
            for (int row = 0; row < Rows; row++)
            {
                double weight = Lengths[row] == 0 ? 0 : Weights.Length == 0 ? 1 : Weights[row];
                sum += weight > 0 ? weight * Reference.Loss(Plain[row], Right[row]) : 0;
                total += weight * (PerStep ? Lengths[row] : 1);
            }

            return total > 0 ? sum / total : 0;
        }

        internal double Slope(ref double value)
        {
            const double Step = 1e-5;
            double own = value;
            value = own + Step;
            double above = Loss();
            value = own - Step;
            double below = Loss();
            value = own;
            return (above - below) / (2 * Step);
        }

        internal int Place(int step, int row, int tags) => ((step * Rows) + row) * tags;
    }

    [Property(MaxTest = 120, Arbitrary = [typeof(Trial)])]
    public void Value_and_gradients_are_those_of_all_sequences(Trial trial)
    {
        var c = new Case(trial);
        using CrfBlock block = c.Block;
        float[] gradients = [.. Enumerable.Repeat(float.NaN, c.Emissions.Length)];
        double value = block.Evaluate(c.Emissions, c.Lengths, c.Targets, gradients, c.Weights);
        Assert.Equal(value, block.Evaluate(c.Emissions, c.Lengths, c.Targets, [], c.Weights));
        Assert.Equal(c.Loss(), value, 1e-10);
        bool empty = gradients.Length == 0; // no step at all: there is nothing to be written
        for (int tensor = 0; tensor < 3 && !empty; tensor++)
        {
            for (int index = 0; index < c.Values[tensor].Length; index++)
            {
                Assert.Equal(c.Slope(ref c.Values[tensor][index]), block.Trainables[tensor].Gradients[index], 1e-6);
            }
        }

        for (int row = 0; row < c.Rows; row++)
        {
            for (int step = 0; step < c.Steps; step++)
            {
                for (int tag = 0; tag < trial.Tags; tag++)
                {
                    double expected = step < c.Lengths[row] ? c.Slope(ref c.Plain[row][step][tag]) : 0;
                    Assert.Equal(expected, gradients[c.Place(step, row, trial.Tags) + tag], 1e-6);
                }
            }
        }

        // Twice as much where they are added.
        float[][] once = [.. block.Trainables.Select(trainable => trainable.Gradients.ToArray())];
        block.Evaluate(c.Emissions, c.Lengths, c.Targets, gradients, c.Weights, accumulate: true);
        Assert.All(block.Trainables.Zip(once), pair => Assert.Equal(pair.Second.Select(one => empty ? one : 2 * one), pair.First.Gradients.ToArray()));
    }

    [Property(MaxTest = 120, Arbitrary = [typeof(Trial)])]
    public void Decoded_is_the_best_of_all_sequences(Trial trial)
    {
        var c = new Case(trial);
        using CrfBlock block = c.Block;
        int[] tags = [.. Enumerable.Repeat(-7, c.Steps * c.Rows)];
        double[] scores = new double[c.Rows];
        block.Decode(c.Emissions, c.Lengths, tags, scores);
        for (int row = 0; row < c.Rows; row++)
        {
            int[] own = [.. Enumerable.Range(0, c.Steps).Select(step => tags[(step * c.Rows) + row])];
            Assert.All(own[c.Lengths[row]..], tag => Assert.Equal(-7, tag));
            Assert.Equal(c.Lengths[row] == 0 ? [] : c.Reference.Best(c.Plain[row]), own[..c.Lengths[row]]);
            Assert.Equal(c.Lengths[row] == 0 ? 0 : c.Reference.Score(c.Plain[row], own[..c.Lengths[row]]), scores[row], 1e-10);
        }
    }

    [Fact]
    public void Scores_of_any_size_and_long_sequences_keep_loss_and_gradients_finite()
    {
        using var block = new CrfBlock(3);
        block.Trainables[2].CopyFrom([0, -2e3f, 5e3f, 0, 0, -1e30f, 1e30f, 0, 0]);
        float[] emissions = Trainables.Floats(new Random(1), 500 * 3, 1e4), gradients = new float[emissions.Length];
        Assert.True(double.IsFinite(block.Evaluate(emissions, [500], new float[500], gradients)));
        Assert.All(gradients, gradient => Assert.InRange(gradient, -1, 1));
        Assert.All(Enumerable.Range(0, 500), step => Assert.Equal(0, gradients.AsSpan(step * 3, 3).ToArray().Sum(gradient => (double)gradient), 1e-9));
    }

    [Fact]
    public void The_gradient_of_tags_all_but_certain_keeps_its_digits()
    {
        using var block = new CrfBlock(2);
        Assert.All(block.Trainables, trainable => trainable.CopyFrom(new float[trainable.Count]));
        float[] gradients = new float[4];
        double p = 1 / (1 + Math.Exp(18));
        block.Evaluate([18, 0, 0, 18], [2], [0, 1], gradients);
        Assert.Equal(-p / 2, gradients[0], 1e-6 * p);
        Assert.Equal(p / 2, gradients[1], 1e-6 * p);
    }

    [Fact]
    public void Passes_allocate_nothing()
    {
        using var block = new CrfBlock(5);
        float[] emissions = Trainables.Floats(new Random(1), 12 * 2 * 5), gradients = new float[emissions.Length], targets = new float[24];
        int[] tags = new int[24];
        Allocated.Nothing(() =>
        {
            block.Evaluate(emissions, [12, 7], targets, gradients);
            block.Evaluate(emissions, [12, 7], targets, []);
            block.Decode(emissions, [12, 7], tags);
        });
    }

    [Fact]
    public void Initial_values_follow_from_the_seed()
    {
        using CrfBlock one = new(6, seed: 3), same = new(6, seed: 3), other = new(6, seed: 4);
        for (int tensor = 0; tensor < 3; tensor++)
        {
            Assert.Equal(one.Trainables[tensor].Values.ToArray(), same.Trainables[tensor].Values.ToArray());
            Assert.NotEqual(one.Trainables[tensor].Values.ToArray(), other.Trainables[tensor].Values.ToArray());
            Assert.All(one.Trainables[tensor].Values.ToArray(), value => Assert.InRange(value, -0.1f, 0.1f));
        }

        Assert.Equal(["crf.start_transitions", "crf.end_transitions", "crf.transitions"], one.Trainables.Select(trainable => trainable.Name));
    }

    [Fact]
    public void Constraints_of_BIO_let_I_follow_its_own_type_alone()
    {
        CrfConstraints bio = CrfConstraints.Bio(["O", "B-person", "I-person", "B-place", "I-place"]);
        Assert.Equal([true, true, false, true, false], Enumerable.Range(0, 5).Select(bio.AllowsStart));
        Assert.All(Enumerable.Range(0, 5), tag => Assert.True(bio.AllowsEnd(tag)));
        string[] rows = ["11010", "11110", "11110", "11011", "11011"];
        Assert.Equal(rows, Enumerable.Range(0, 5).Select(from => string.Concat(Enumerable.Range(0, 5).Select(to => bio.Allows(from, to) ? '1' : '0'))));
        using var block = new CrfBlock(5, new CrfOptions { Constraints = bio });
        float[] emissions = new float[3 * 5];
        (emissions[2], emissions[5 + 4], emissions[10 + 2]) = (9, 9, 9); // I-person, I-place, I-person
        int[] tags = new int[3];
        block.Decode(emissions, [3], tags);
        Assert.True(bio.AllowsStart(tags[0]) && bio.Allows(tags[0], tags[1]) && bio.Allows(tags[1], tags[2]));
        Assert.StartsWith("Tag 1 is 'X-a'; O, B- or I- with a type behind it was expected.", Assert.Throws<ArgumentException>(() => CrfConstraints.Bio(["O", "X-a"])).Message);
    }

    [Fact]
    public void A_batch_has_the_loss_of_its_sequences()
    {
        var random = new Random(2);
        var data = new LstmSequences(
            [new(new float[4], new float[] { 1, 2, 0, 1 }), new(new float[2], new float[] { 2, 2 }) { Mask = new float[] { 0.5f, 0.5f } }], batch: 3, inputSize: 1, targetSize: 1);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        using var block = new CrfBlock(3);
        float[] emissions = Trainables.Floats(random, 4 * 3 * 3), gradients = new float[emissions.Length], expected = new float[emissions.Length];
        Assert.Equal(
            block.Evaluate(emissions, [4, 2, 0], [1, 2, 0, 2, 2, 0, 0, 0, 0, 1, 0, 0], expected, [1, 0.5f, 0]),
            block.Evaluate(batch, emissions, gradients));
        Assert.Equal(expected, gradients);
    }

    [Fact]
    public void Errors_name_what_is_wrong_and_where()
    {
        using var block = new CrfBlock(3, new CrfOptions { Constraints = CrfConstraints.Bio(["O", "B-x", "I-x"]) });
        float[] two = new float[4 * 2 * 3], right = new float[8];
        void Refused(string message, float[] emissions, int[] lengths, float[] tags, float[]? gradients = null, float[]? weights = null)
            => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => block.Evaluate(emissions, lengths, tags, gradients, weights)).Message);
        Refused("emissions has 23 floats; a multiple of 2 rows x 3 tags was expected.", new float[23], [4, 4], right);
        Refused("emissions has 24 floats; a multiple of 0 rows x 3 tags was expected.", two, [], right);
        Refused("The length of row 1 is 5; 0 to 4 were expected.", two, [4, 5], right);
        Refused("The length of row 0 is -1; 0 to 4 were expected.", two, [-1, 4], right);
        Refused("tags has 7 numbers; 8 were expected.", two, [4, 4], new float[7]);
        Refused("gradients has 7 numbers; 24 were expected.", two, [4, 4], right, new float[7]);
        Refused("gradients overlaps emissions or tags; it must be a buffer of its own.", two, [4, 4], right, two);
        Refused("weights has 1 numbers; 2 were expected.", two, [4, 4], right, null, [1]);
        Refused("The weight of row 1 is -1; a finite number of at least 0 was expected.", two, [4, 4], right, null, [1, -1]);
        Refused("The target of row 3, column 0 is 3; a tag, a whole number from 0 to 2, was expected.", two, [4, 4], [0, 0, 0, 3, 0, 0, 0, 0]);
        Refused("The target of row 3, column 0 is 0.5; a tag, a whole number from 0 to 2, was expected.", two, [4, 4], [0, 0, 0, 0.5f, 0, 0, 0, 0]);
        Refused("The target of row 1, column 0 is 2; the constraints do not allow it at the start.", two, [4, 4], [0, 2, 0, 0, 0, 0, 0, 0]);
        Refused("The target of row 3, column 0 is 2; the constraints do not allow it behind 0.", two, [4, 4], [0, 0, 0, 2, 0, 0, 0, 0]);
        Assert.StartsWith("tags has 7 numbers; 8 were expected.", Assert.Throws<ArgumentException>(() => block.Decode(two, [4, 4], new int[7])).Message);
        Assert.StartsWith("scores has 1 numbers; 2 were expected.", Assert.Throws<ArgumentException>(() => block.Decode(two, [4, 4], new int[8], new double[1])).Message);
        Assert.StartsWith("The constraints are of 3 tags; 4 were expected.",
            Assert.Throws<ArgumentException>(() => new CrfBlock(4, new CrfOptions { Constraints = CrfConstraints.Bio(["O", "B-x", "I-x"]) })).Message);
        Assert.StartsWith("transitions has 5 values; [K, K] was expected.", Assert.Throws<ArgumentException>(() => new CrfConstraints(new bool[5])).Message);
        Assert.StartsWith("starts has 2 values, 0 of them true; 2, and at least one of them true, were expected.", Assert.Throws<ArgumentException>(() => new CrfConstraints(new bool[4], new bool[2])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrfBlock(0));
        Assert.False(double.IsFinite(block.Evaluate([0, float.NaN, 0], [1], [0], [])));
        Assert.False(double.IsFinite(block.Evaluate([0, float.PositiveInfinity, 0], [1], [0], [])));
        Assert.Equal(0, block.Evaluate([], [], [], []));
        block.Dispose();
        Assert.Throws<ObjectDisposedException>(() => block.Evaluate(two, [4, 4], right, []));
    }
}
