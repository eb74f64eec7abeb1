using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Losses;

/// <summary>Class weights, smoothed labels, densities and weighted quantiles against plain formulas in double, and gradients against central differences of those.</summary>
public sealed class MoreLossTests
{
    private const double Minimum = 0.25;
    private static readonly float[] ClassWeights = [0.5f, 2, 0, 1, 3, 0.25f];
    private static readonly float[] Quantiles = [0.1f, 0.5f, 0.9f];
    private static readonly float[] QuantileWeights = [1, 0.5f, 2];

    /// <summary>The loss; outputs of a row; a row's term of the sum; a row's term of the divisor.</summary>
    private static readonly Dictionary<string, (LstmLoss Loss, int Size, Func<double[], float[], double> Row, Func<float[], double> Weight)> Losses = new()
    {
        ["class weights"] = (LstmLoss.SoftmaxCrossEntropyWith(ClassWeights), 6, (o, t) => Weighted(o, t, 0), t => ClassWeights[(int)t[0]]),
        ["class weights, smoothed"] = (LstmLoss.SoftmaxCrossEntropyWith(ClassWeights, 0.2f), 6, (o, t) => Weighted(o, t, 0.2f), t => ClassWeights[(int)t[0]]),
        ["smoothed"] = (LstmLoss.SoftmaxCrossEntropyWith([], 0.1f), 5, (o, t) => (1 - 0.1f) * -LogSoftmax(o, (int)t[0]) + 0.1f * o.Select((_, k) => -LogSoftmax(o, k)).Average(), _ => 1),
        ["gaussian"] = (LstmLoss.Gaussian(), 4, (o, t) => Enumerable.Range(0, 2).Average(k => Normal(t[k], o[2 * k], Math.Exp(0.5 * o[2 * k + 1]))), _ => 1),
        ["mixture"] = (LstmLoss.GaussianMixture(3), 18, (o, t) => Enumerable.Range(0, 2).Average(k => Mixture(t[k], o[(9 * k)..(9 * k + 9)])), _ => 1),
        ["weighted quantiles"] = (LstmLoss.WeightedQuantile(Quantiles, QuantileWeights), 6,
            (o, t) => o.Select((x, k) => QuantileWeights[k % 3] * Pinball(t[k / 3] - x, Quantiles[k % 3])).Sum() / (2 * 3.5), _ => 1),
    };

    public static TheoryData<string> Names() => [.. Losses.Keys];

    /// <summary>Rows of targets for a loss, and whether rows are masked.</summary>
    public sealed record Trial(string Name, int Seed, int Rows, bool Masked)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from name in Gen.Elements(Losses.Keys.ToArray())
             from seed in Gen.Choose(0, int.MaxValue - 1)
             from rows in Gen.Choose(1, 6)
             from masked in Gen.Elements(false, true)
             select new Trial(name, seed, rows, masked)).ToArbitrary();
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Trial)])]
    public void Value_and_gradient_are_those_of_the_formula(Trial c)
    {
        (LstmLoss loss, int size, Func<double[], float[], double> row, Func<float[], double> rowWeight) = Losses[c.Name];
        var random = new Random(c.Seed);
        int targetSize = loss.TargetSize(size);
        float[] outputs = Trainables.Floats(random, c.Rows * size, 4);
        float[] targets = targetSize == 1 ? [.. Enumerable.Range(0, c.Rows).Select(_ => (float)random.Next(size))] : Trainables.Floats(random, c.Rows * targetSize, 4);
        float[] mask = c.Masked ? [.. Enumerable.Range(0, c.Rows).Select(_ => random.Next(3) * 0.5f)] : [];
        float[] gradients = [.. Enumerable.Repeat(float.NaN, outputs.Length)];
        double value = loss.Evaluate(outputs, targets, mask, size, gradients);
        Assert.Equal(value, loss.Evaluate(outputs, targets, mask, size, []));

        double Plain(int changed, double by)
        {
            double sum = 0, total = 0;
            for (int r = 0; r < c.Rows; r++)
            {
                double weight = c.Masked ? mask[r] : 1;
                double[] o = [.. Enumerable.Range(r * size, size).Select(i => outputs[i] + (i == changed ? by : 0))];
                float[] t = targets[(r * targetSize)..((r + 1) * targetSize)];
                sum += weight * row(o, t);
                total += weight * rowWeight(t);
            }

            return total > 0 ? sum / total : 0;
        }

        double expected = Plain(-1, 0), slack = Math.Max(1, Math.Abs(expected));
        Assert.Equal(expected, value, 1e-6 * slack);
        for (int index = 0; index < outputs.Length; index++)
        {
            const double Step = 1e-6;
            Assert.Equal((Plain(index, Step) - Plain(index, -Step)) / (2 * Step), gradients[index], 2e-6 * slack);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_of_weight_0_are_not_looked_at(string name)
    {
        (LstmLoss loss, int size, _, _) = Losses[name];
        int targetSize = loss.TargetSize(size);
        float[] outputs = Trainables.Floats(new Random(1), 3 * size), gradients = [.. Enumerable.Repeat(float.NaN, 3 * size)];
        float[] targets = [.. Enumerable.Repeat(1f, 3 * targetSize)];
        outputs.AsSpan(size, size).Fill(float.NaN);
        targets.AsSpan(targetSize, targetSize).Fill(float.NaN);
        double masked = loss.Evaluate(outputs, targets, [1, 0, 1], size, gradients);
        float[] without = new float[2 * size];
        Assert.Equal(loss.Evaluate([.. outputs[..size], .. outputs[(2 * size)..]], [.. targets[..targetSize], .. targets[(2 * targetSize)..]], [], size, without), masked, 1e-15);
        Assert.Equal(without, gradients[..size].Concat(gradients[(2 * size)..]));
        Assert.Equal(new float[size], gradients[size..(2 * size)]);
        Assert.Equal(0, loss.Evaluate(outputs, targets, [0, 0, 0], size, gradients));
        Assert.Equal(new float[3 * size], gradients);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluating_allocates_nothing(string name)
    {
        (LstmLoss loss, int size, _, _) = Losses[name];
        float[] outputs = Trainables.Floats(new Random(1), 10 * size), targets = new float[10 * loss.TargetSize(size)], gradients = new float[10 * size];
        Allocated.Nothing(() =>
        {
            loss.Evaluate(outputs, targets, default, size, gradients);
            loss.Evaluate(outputs, targets, default, size, default);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_output_that_is_not_finite_shows_in_the_loss(string name)
    {
        (LstmLoss loss, int size, _, _) = Losses[name];
        foreach (float value in new[] { float.NaN, float.PositiveInfinity })
        {
            for (int place = 0; place < size; place++)
            {
                float[] outputs = new float[size];
                outputs[place] = value;
                Assert.False(double.IsFinite(loss.Evaluate(outputs, new float[loss.TargetSize(size)], [], size, new float[size])), $"{value} at {place}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Outputs_of_any_size_keep_densities_finite(int components)
    {
        foreach (float scale in new[] { 1e3f, 1e6f, -1e6f })
        {
            float[] gradients = new float[2];
            Assert.True(double.IsFinite(LstmLoss.Gaussian().Evaluate([3, scale], [1], [], 2, gradients)));
            Assert.All(gradients, gradient => Assert.True(float.IsFinite(gradient)));
            float[] mixture = [.. Enumerable.Repeat(scale, components), .. Enumerable.Repeat(3f, components), .. Enumerable.Repeat(scale, components)];
            gradients = new float[mixture.Length];
            Assert.True(double.IsFinite(LstmLoss.GaussianMixture(components).Evaluate(mixture, [1], [], mixture.Length, gradients)));
            Assert.All(gradients, gradient => Assert.True(float.IsFinite(gradient)));
        }
    }

    [Fact]
    public void The_minimum_bounds_the_deviation_and_lets_it_grow_again()
    {
        // One target at the mean: without the minimum the density would rise without end.
        double own = Math.Exp(-4), floor = 0.5 * Math.Log(2 * Math.PI) + Math.Log(Minimum);
        float[] gradients = new float[3];
        LstmLoss mixture = LstmLoss.GaussianMixture(1, (float)Minimum);
        Assert.Equal(floor, mixture.Evaluate([0, 1, -4], [1], [], 3, gradients), 1e-12);
        Assert.Equal(own / Minimum, gradients[2], 1e-6);
        Assert.Equal(floor + 2, mixture.Evaluate([0, 1, -4], [1.5f], [], 3, gradients), 1e-12);
        Assert.Equal((1 - 4) * own / Minimum, gradients[2], 1e-6);
        Assert.Equal(-(0.5 / Minimum) / Minimum, gradients[1], 1e-6);
        float[] pair = new float[2];
        Assert.Equal(floor + 2, LstmLoss.Gaussian((float)(Minimum * Minimum)).Evaluate([1, -8], [1.5f], [], 2, pair), 1e-12);
        Assert.Equal(0.5 * (1 - 4) * Math.Exp(-8) / (Minimum * Minimum), pair[1], 1e-6);
    }

    [Fact]
    public void Without_weights_and_smoothing_the_bits_are_those_of_the_plain_losses()
    {
        float[] outputs = Trainables.Floats(new Random(4), 9 * 6, 8), first = new float[outputs.Length], second = new float[outputs.Length];
        float[] labels = [.. Enumerable.Range(0, 9).Select(row => row % 6f)];
        Assert.Equal(
            LstmLoss.SoftmaxCrossEntropy.Evaluate(outputs, labels, [], 6, first),
            LstmLoss.SoftmaxCrossEntropyWith([]).Evaluate(outputs, labels, [], 6, second));
        Golden.Compare("gradient", [.. first.Select(gradient => (double)gradient)], second, 1e-8);
        float[] targets = Trainables.Floats(new Random(5), 9 * 2);
        Assert.Equal(
            LstmLoss.Quantile(Quantiles).Evaluate(outputs, targets, [], 6, first),
            LstmLoss.WeightedQuantile(Quantiles, [2, 2, 2]).Evaluate(outputs, targets, [], 6, second));
        Assert.Equal(first, second);
    }

    [Fact]
    public void The_gradient_of_a_class_all_but_certain_keeps_its_digits()
    {
        float[] gradients = new float[2];
        double p = Math.Exp(-15) / (1 + Math.Exp(-15));
        LstmLoss.SoftmaxCrossEntropyWith([1, 3]).Evaluate([15, 0], [0], [], 2, gradients);
        Assert.Equal(-p, gradients[0], 1e-6 * p);
        Assert.Equal(p, gradients[1], 1e-6 * p);
    }

    [Fact]
    public void Descriptions_tell_constants_apart()
    {
        string[] all =
        [
            LstmLoss.SoftmaxCrossEntropyWith([]).Description, LstmLoss.SoftmaxCrossEntropyWith([1, 2]).Description, LstmLoss.SoftmaxCrossEntropyWith([2, 1]).Description,
            LstmLoss.SoftmaxCrossEntropyWith([], 0.1f).Description, LstmLoss.Gaussian().Description, LstmLoss.Gaussian(0.1f).Description,
            LstmLoss.GaussianMixture(2).Description, LstmLoss.GaussianMixture(3).Description, LstmLoss.GaussianMixture(2, 0.1f).Description,
            LstmLoss.Quantile(0.1f, 0.9f).Description, LstmLoss.WeightedQuantile([0.1f, 0.9f], [1, 2]).Description, LstmLoss.WeightedQuantile([0.1f, 0.9f], [2, 1]).Description,
            LstmLoss.Ctc().Description, LstmLoss.Ctc(new CtcOptions { Blank = 1 }).Description, LstmLoss.Ctc(new CtcOptions { PerLabel = false }).Description,
            LstmLoss.Ctc(new CtcOptions { ZeroInfinity = true }).Description,
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Errors_name_what_is_wrong_and_where()
    {
        static void Refused(string message, Action action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message);
        Refused("The weight of class 1 is -1; a finite number of at least 0 was expected.", () => LstmLoss.SoftmaxCrossEntropyWith([1, -1]));
        Refused("The weight of class 0 is NaN; a finite number of at least 0 was expected.", () => LstmLoss.SoftmaxCrossEntropyWith([float.NaN]));
        Refused("Every weight of a class is 0; one above 0 was expected.", () => LstmLoss.SoftmaxCrossEntropyWith([0, 0]));
        Refused("labelSmoothing must be a number of at least 0 and less than 1.", () => LstmLoss.SoftmaxCrossEntropyWith([], 1));
        Refused("outputSize is 3; 2, one for each weight of a class, was expected.", () => LstmLoss.SoftmaxCrossEntropyWith([1, 2]).TargetSize(3));
        Refused("The target of row 1, column 0 is 3; a class, a whole number from 0 to 2, was expected.", () => LstmLoss.SoftmaxCrossEntropyWith([]).Evaluate(new float[6], [0, 3], [], 3, []));
        Refused("There are 1 weights; one for each of the 2 quantiles was expected.", () => LstmLoss.WeightedQuantile([0.1f, 0.9f], [1]));
        Refused("The weight of quantile 1 is Infinity; a finite number of at least 0 was expected.", () => LstmLoss.WeightedQuantile([0.1f, 0.9f], [1, float.PositiveInfinity]));
        Refused("Quantile 0 is 0; a number above 0 and below 1 was expected.", () => LstmLoss.WeightedQuantile([0], [1]));
        Refused("There are no quantiles; one or more were expected.", () => LstmLoss.WeightedQuantile([], []));
        Refused("minimumVariance must be a finite float above 0.", () => LstmLoss.Gaussian(0));
        Refused("outputSize is 3; a multiple of 2, mean and logarithm of the variance of each target, was expected.", () => LstmLoss.Gaussian().TargetSize(3));
        Refused("components must be a number from 1 to 256.", () => LstmLoss.GaussianMixture(0));
        Refused("components must be a number from 1 to 256.", () => LstmLoss.GaussianMixture(257));
        Refused("minimumDeviation must be a finite float above 0.", () => LstmLoss.GaussianMixture(2, float.NaN));
        Refused("outputSize is 3; a multiple of 6, scores, means and logarithms of the deviation of 2 components of each target, was expected.", () => LstmLoss.GaussianMixture(2).TargetSize(3));
        Refused("The target of row 0, column 1 is NaN; a finite number was expected.", () => LstmLoss.Gaussian().Evaluate(new float[4], [0, float.NaN], [], 4, []));
    }

    private static double Weighted(double[] o, float[] t, float smoothing)
        => (1 - smoothing) * ClassWeights[(int)t[0]] * -LogSoftmax(o, (int)t[0]) + smoothing * o.Select((_, k) => ClassWeights[k] * -LogSoftmax(o, k)).Average();

    private static double LogSoftmax(double[] o, int k) => o[k] - Math.Log(o.Sum(Math.Exp));

    private static double Normal(double target, double mean, double deviation)
        => 0.5 * Math.Log(2 * Math.PI) + Math.Log(deviation) + 0.5 * Math.Pow((target - mean) / deviation, 2);

    private static double Mixture(double target, double[] o)
    {
        double scores = o[..3].Sum(Math.Exp);
        return -Math.Log(Enumerable.Range(0, 3).Sum(k => Math.Exp(o[k]) / scores * Math.Exp(-Normal(target, o[3 + k], Math.Exp(o[6 + k])))));
    }

    private static double Pinball(double error, double quantile) => Math.Max(quantile * error, (quantile - 1) * error);
}
