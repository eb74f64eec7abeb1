using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Each loss against a plain double formula of its own, and its gradient against central differences of that.</summary>
public sealed class LossGradientTests
{
    private static readonly float[] Quantiles = [0.1f, 0.5f, 0.95f];

    private static readonly Dictionary<string, (LstmLoss Loss, int Group, Func<double[], float[], double> Row)> Losses = new()
    {
        ["mean squared"] = (LstmLoss.MeanSquared, 1, (o, t) => o.Select((x, i) => Math.Pow(x - t[i], 2)).Average()),
        ["huber"] = (LstmLoss.Huber(0.75f), 1, (o, t) => o.Select((x, i) => HuberOf(x - t[i], 0.75)).Average()),
        ["quantile"] = (LstmLoss.Quantile(0.3f), 1, (o, t) => o.Select((x, i) => Pinball(t[i] - x, 0.3f)).Average()),
        ["quantiles"] = (LstmLoss.Quantile(Quantiles), 3, (o, t) => o.Select((x, i) => Pinball(t[i / 3] - x, Quantiles[i % 3])).Average()),
        ["softmax"] = (LstmLoss.SoftmaxCrossEntropy, 1, (o, t) => Math.Log(o.Sum(Math.Exp)) - o[(int)t[0]]),
        ["binary"] = (LstmLoss.BinaryCrossEntropy, 1, (o, t) => o.Select((x, i) => -t[i] * LogSigmoid(x) - (1 - t[i]) * LogSigmoid(-x)).Average()),
    };

    /// <summary>Rows of targets for a loss, and whether rows are masked.</summary>
    public sealed record Trial(string Name, int Seed, int Rows, int Targets, bool Masked)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from name in Gen.Elements(Losses.Keys.ToArray())
             from seed in Gen.Choose(0, int.MaxValue - 1)
             from rows in Gen.Choose(1, 6)
             from targets in Gen.Choose(1, 20)
             from masked in Gen.Elements(false, true)
             select new Trial(name, seed, rows, targets, masked)).ToArbitrary();
    }

    [Property(MaxTest = 360, Arbitrary = [typeof(Trial)])]
    public void Value_and_gradient_are_those_of_the_formula(Trial c)
    {
        (LstmLoss loss, int group, Func<double[], float[], double> row) = Losses[c.Name];
        var random = new Random(c.Seed);
        int outputSize = c.Targets * group;
        int targetSize = loss.TargetSize(outputSize);
        Assert.Equal(loss == LstmLoss.SoftmaxCrossEntropy ? 1 : c.Targets, targetSize);
        float[] outputs = Trainables.Floats(random, c.Rows * outputSize, 8);
        float[] targets = loss == LstmLoss.SoftmaxCrossEntropy
            ? [.. Enumerable.Range(0, c.Rows).Select(_ => (float)random.Next(outputSize))]
            : [.. Enumerable.Range(0, c.Rows * targetSize).Select(_ => random.NextSingle())];
        float[] mask = c.Masked ? [.. Enumerable.Range(0, c.Rows).Select(_ => random.Next(3) * 0.5f)] : [];
        float[] gradients = [.. Enumerable.Repeat(float.NaN, outputs.Length)];
        double value = loss.Evaluate(outputs, targets, mask, outputSize, gradients);
        Assert.Equal(value, loss.Evaluate(outputs, targets, mask, outputSize, []));

        double Plain(int changed, double by)
        {
            double sum = 0, total = 0;
            for (int r = 0; r < c.Rows; r++)
            {
                double weight = c.Masked ? mask[r] : 1;
                double[] o = [.. Enumerable.Range(r * outputSize, outputSize).Select(i => outputs[i] + (i == changed ? by : 0))];
                sum += weight * row(o, targets[(r * targetSize)..((r + 1) * targetSize)]);
                total += weight;
            }

            return total > 0 ? sum / total : 0;
        }

        Assert.Equal(Plain(-1, 0), value, 1e-6);
        for (int index = 0; index < outputs.Length; index++)
        {
            const double Step = 1e-6;
            Assert.Equal((Plain(index, Step) - Plain(index, -Step)) / (2 * Step), gradients[index], 2e-6);
        }
    }

    private static double HuberOf(double error, double delta)
        => Math.Abs(error) <= delta ? error * error / 2 : delta * (Math.Abs(error) - delta / 2);

    private static double Pinball(double error, double quantile) => Math.Max(quantile * error, (quantile - 1) * error);

    private static double LogSigmoid(double x) => -Math.Log(1 + Math.Exp(-x));
}
