using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Metrics;

/// <summary>Accuracy, F1, confusion matrix and AUC against definitions counted plainly.</summary>
public sealed class ClassificationTests
{
    /// <summary>Rows of outputs and labels, some masked, added in parts.</summary>
    public sealed record Trial(int Seed, int Rows, int Classes, bool Masked)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from seed in Gen.Choose(0, int.MaxValue - 1)
             from rows in Gen.Choose(1, 40)
             from classes in Gen.Choose(2, 6)
             from masked in Gen.Elements(false, true)
             select new Trial(seed, rows, classes, masked)).ToArbitrary();
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(Trial)])]
    public void Scores_are_those_of_their_definitions(Trial c)
    {
        var random = new Random(c.Seed);
        float[] outputs = Trainables.Floats(random, c.Rows * c.Classes);
        float[] targets = [.. Enumerable.Range(0, c.Rows).Select(_ => (float)random.Next(c.Classes))];
        float[] mask = c.Masked ? [.. Enumerable.Range(0, c.Rows).Select(_ => random.Next(3) * 0.5f)] : [];
        int cut = random.Next(c.Rows + 1);
        int left = random.Next(c.Classes);
        (int Label, int Predicted)[] pairs = [.. Enumerable.Range(0, c.Rows).Where(r => !c.Masked || mask[r] > 0)
            .Select(r => ((int)targets[r], Enumerable.Range(0, c.Classes).MaxBy(k => outputs[(r * c.Classes) + k])))];

        double Value(LstmMetric metric)
        {
            metric.Add(outputs, targets, mask, c.Classes); // forgotten
            metric.Reset();
            metric.Add(outputs.AsSpan(0, cut * c.Classes), targets.AsSpan(0, cut), c.Masked ? mask.AsSpan(0, cut) : [], c.Classes);
            metric.Add(outputs.AsSpan(cut * c.Classes), targets.AsSpan(cut), c.Masked ? mask.AsSpan(cut) : [], c.Classes);
            return metric.Value;
        }

        double Counted(Func<(int Label, int Predicted), bool> which) => pairs.Count(which);
        double F1(params int[] classes)
        {
            double right = classes.Sum(k => Counted(p => p.Label == k && p.Predicted == k));
            double precision = right / classes.Sum(k => Counted(p => p.Predicted == k));
            double recall = right / classes.Sum(k => Counted(p => p.Label == k));
            return double.IsNaN(precision) && double.IsNaN(recall) ? double.NaN : right == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }

        int[] all = [.. Enumerable.Range(0, c.Classes)];
        double accuracy = Counted(p => p.Label == p.Predicted) / pairs.Length;
        Same(accuracy, Value(LstmMetric.Accuracy()));
        Same(accuracy, Value(LstmMetric.Confusion()));
        Same(accuracy, Value(LstmMetric.F1Micro()));
        Same(accuracy, ClassificationScores.Accuracy([.. pairs.Select(p => p.Label)], [.. pairs.Select(p => p.Predicted)]));
        Same(F1(left), Value(LstmMetric.F1(left)));
        Same(F1([.. all.Except([left])]), Value(LstmMetric.F1Micro(left)));
        double[] occurring = [.. all.Select(k => F1(k)).Where(f => !double.IsNaN(f))];
        Same(occurring.Length == 0 ? double.NaN : occurring.Average(), Value(LstmMetric.F1Macro()));

        ConfusionMatrix matrix = ConfusionMatrix.Of([.. pairs.Select(p => p.Label)], [.. pairs.Select(p => p.Predicted)], c.Classes);
        foreach (int label in all)
        {
            Same(Counted(p => p.Label == label && p.Predicted == label) / Counted(p => p.Predicted == label), matrix.Precision(label));
            Same(Counted(p => p.Label == label && p.Predicted == label) / Counted(p => p.Label == label), matrix.Recall(label));
            Assert.All(all, other => Assert.Equal(Counted(p => p == (label, other)), matrix[label, other]));
        }
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(Trial)])]
    public void The_area_counts_pairs_and_half_of_equal_ones(Trial c)
    {
        var random = new Random(c.Seed);
        float[] scores = [.. Enumerable.Range(0, c.Rows).Select(_ => (float)random.Next(c.Classes))]; // many equal
        bool[] positive = [.. scores.Select(_ => random.Next(2) == 1)];
        double sum = 0, pairs = 0;
        for (int p = 0; p < c.Rows; p++)
        {
            for (int n = 0; n < c.Rows; n++)
            {
                if (positive[p] && !positive[n])
                {
                    sum += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                    pairs++;
                }
            }
        }

        Same(sum / pairs, ClassificationScores.Auc(scores, positive));
        float[] targets = [.. positive.Select(one => one ? 1f : 0)];
        LstmMetric one = LstmMetric.Auc(), two = LstmMetric.Auc();
        one.Add(scores, targets, [], 1);
        two.Add([.. scores.SelectMany(score => new[] { 3f, score + 3 })], targets, [], 2);
        Same(sum / pairs, one.Value);
        Same(sum / pairs, two.Value);
    }

    // y = [0 0 1 1], scores [0.1 0.4 0.35 0.8] is the example of scikit-learn's roc_auc_score: 0.75.
    [Fact]
    public void The_area_of_a_published_example()
        => Assert.Equal(0.75, ClassificationScores.Auc([0.1f, 0.4f, 0.35f, 0.8f], [false, false, true, true]));

    // y = [0 1 2 0 1 2], predicted [0 2 1 0 0 1] is the example of scikit-learn's f1_score: macro 0.26..., micro 0.33..., of each [0.8 0 0].
    [Fact]
    public void F1_of_a_published_example()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1], 3);
        Assert.Equal(0.8 / 3, matrix.F1Macro(), 1e-15);
        Assert.Equal(1 / 3.0, matrix.F1Micro(), 1e-15);
        Assert.Equal([0.8, 0, 0], [matrix.F1(0), matrix.F1(1), matrix.F1(2)]);
    }

    [Fact]
    public void A_matrix_prints_as_a_table()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of([0, 0, 0, 1], [0, 0, 1, 0], 3);
        Assert.Equal("label         normal  premature      other  precision  recall     F1", matrix.ToString("normal", "premature", "other").Split('\n')[0]);
        Assert.Equal("label  0  1  2  precision  recall     F1\n0      2  1  0      0.667   0.667  0.667\n1      1  0  0      0.000   0.000  0.000\n2      0  0  0          -       -      -\n", matrix.ToString());
    }

    [Fact]
    public void One_output_is_of_two_classes_and_many_targets_are_decisions_of_their_own()
    {
        ConfusionMetric matrix = LstmMetric.Confusion();
        matrix.Add([0.5f, -0.5f, 0, 3], [1, 1, 0, 0], [], 1);
        Assert.Equal([1, 1, 1, 1], [matrix.Matrix![0, 0], matrix.Matrix[0, 1], matrix.Matrix[1, 0], matrix.Matrix[1, 1]]);
        LstmMetric accuracy = LstmMetric.Accuracy();
        accuracy.Add([1, -1, 1, -1, -1, 1], [1, 0, 0, 1, 1, 1], [], 3);
        Assert.Equal(0.5, accuracy.Value);
    }

    private static void Same(double expected, double found) => Assert.Equal(expected, found, 1e-12);
}
