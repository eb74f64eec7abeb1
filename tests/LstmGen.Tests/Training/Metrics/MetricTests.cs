using LstmGen.Training;

namespace LstmGen.Tests.Training.Metrics;

/// <summary>What every metric does: nothing counted, masks, allocations, errors.</summary>
public sealed class MetricTests
{
    private static readonly Dictionary<string, (Func<LstmMetric> Make, int Outputs, int Targets, bool Higher)> Metrics = new()
    {
        ["accuracy"] = (LstmMetric.Accuracy, 2, 1, true),
        ["F1 macro"] = (LstmMetric.F1Macro, 2, 1, true),
        ["F1 micro"] = (() => LstmMetric.F1Micro(0), 2, 1, true),
        ["F1 of 1"] = (() => LstmMetric.F1(), 1, 1, true),
        ["confusion"] = (LstmMetric.Confusion, 2, 1, true),
        ["AUC"] = (LstmMetric.Auc, 2, 1, true),
        ["MAE"] = (() => LstmMetric.MeanAbsoluteError(2), 2, 2, false),
        ["RMSE"] = (() => LstmMetric.RootMeanSquaredError(2), 2, 2, false),
        ["sMAPE"] = (() => LstmMetric.Smape(2, 1), 2, 2, false),
        ["pinball"] = (() => LstmMetric.Pinball(1, 0.1f, 0.9f), 4, 2, false),
        ["token error rate"] = (() => LstmMetric.TokenErrorRate(EditDistanceTests.Greedy), 2, 1, false),
        ["BLEU"] = (() => LstmMetric.Bleu(EditDistanceTests.Greedy), 2, 1, true),
    };

    public static TheoryData<string> Names() => [.. Metrics.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_counted_is_not_a_number_and_each_call_makes_one_of_its_own(string name)
    {
        (Func<LstmMetric> make, int outputs, int targets, bool higher) = Metrics[name];
        LstmMetric metric = make();
        Assert.Equal((name, higher), (metric.Name, metric.HigherIsBetter));
        Assert.Equal(double.NaN, metric.Value);
        metric.Add([], [], [], outputs);
        Assert.Equal(double.NaN, metric.Value);
        (float[] o, float[] t) = Rows(outputs, targets);
        metric.Add(o, t, [], outputs);
        Assert.NotEqual(double.NaN, metric.Value);
        Assert.Equal(double.NaN, make().Value);
        Assert.StartsWith(name + " ", metric.ToString(), StringComparison.Ordinal);
        metric.Reset();
        Assert.Equal(double.NaN, metric.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_adds_what_its_rows_do_and_allocates_nothing(string name)
    {
        (Func<LstmMetric> make, int outputs, int targets, _) = Metrics[name];
        (float[] o, float[] t) = Rows(outputs, targets);
        var data = new LstmSequences([new(new float[8], t)], batch: 1, inputSize: 1, targets);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        LstmMetric ofBatch = make(), ofRows = make();
        ofBatch.Add(o, batch, outputs);
        ofRows.Add(o, t, [], outputs);
        Assert.Equal(ofRows.Value, ofBatch.Value);
        Allocated.Nothing(() =>
        {
            ofBatch.Reset();
            ofBatch.Add(o, batch, outputs);
            _ = ofBatch.Value;
        });
    }

    [Fact]
    public void Of_sequences_there_is_one_target_each()
    {
        var data = new LstmSequences([new(new float[3], new float[] { 1 }), new(new float[2], new float[] { 0 })], batch: 3, inputSize: 1, targetSize: 1);
        var batch = new LstmBatch(data, LstmOutputs.Last);
        batch.Read(data, 0);
        LstmMetric accuracy = LstmMetric.Accuracy();
        accuracy.Add([0, 1, 0, 1, float.NaN, float.NaN], batch, 2); // the third row is none
        Assert.Equal(0.5, accuracy.Value);
    }

    [Fact]
    public void Errors_name_what_is_wrong_and_where()
    {
        Refused("outputs has 7 floats; a multiple of outputSize = 2 was expected.", LstmMetric.Accuracy(), new float[7], new float[3], [], 2);
        Refused("targets has 2 floats; 3 rows x target size 1 = 3 were expected.", LstmMetric.F1Macro(), new float[6], new float[2], [], 2);
        Refused("targets has 5 floats; 3 rows x target size 2 = 6 were expected.", LstmMetric.MeanAbsoluteError(), new float[6], new float[5], [], 2);
        Refused("mask has 2 floats; 3 rows x weight 1 = 3 were expected.", LstmMetric.Accuracy(), new float[6], new float[3], new float[2], 2);
        Refused("The mask of row 1 is -1; a finite number of at least 0 was expected.", LstmMetric.Accuracy(), new float[6], new float[3], [1, -1, 1], 2);
        Refused("The target of row 1, column 0 is 2; a class, a whole number from 0 to 1, was expected.", LstmMetric.Confusion(), new float[6], [0, 2, 0], [], 2);
        Refused("The target of row 0, column 1 is 0.5; a class, a whole number from 0 to 1, was expected.", LstmMetric.Accuracy(), new float[2], [0, 0.5f], [], 2);
        Refused("The output of row 1, column 1 is NaN; a number was expected.", LstmMetric.Auc(), [0, 0, 0, float.NaN], [0, 1], [], 2);
        Refused("The output of row 0, column 1 is NaN; a number was expected.", LstmMetric.Accuracy(), [0, float.NaN], [0], [], 2);
        Refused("The target of row 0, column 0 is NaN; a finite number was expected.", LstmMetric.RootMeanSquaredError(), [0], [float.NaN], [], 1);
        Refused("outputSize is 3; a multiple of the number of quantiles, 2, was expected.", LstmMetric.Pinball(1, 0.1f, 0.9f), new float[3], new float[1], [], 3);
        Refused("outputSize is 3; 1 or 2, of two classes, was expected.", LstmMetric.Auc(), new float[3], new float[1], [], 3);
        Refused("The target of row 1, column 0 is -1; a token, a whole number of at least 0, was expected.", LstmMetric.TokenErrorRate(EditDistanceTests.Greedy), new float[4], [0, -1], [], 2);
        ConfusionMetric two = LstmMetric.Confusion();
        two.Add(new float[2], new float[1], [], 2);
        Refused("outputSize is 3, of 3 classes; the 2 of before were expected.", two, new float[3], new float[1], [], 3);
        Assert.Contains(
            "The decoder gave 3 tokens of a sequence of 2 steps; 0 to 2 were expected.",
            Assert.Throws<InvalidOperationException>(() => LstmMetric.Bleu((_, _, _) => 3).Add(new float[4], new float[2], [], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmMetric.Accuracy().Add([], [], [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmMetric.MeanAbsoluteError(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmMetric.Smape(1, float.NaN));
        Assert.Throws<ArgumentException>(() => LstmMetric.Pinball(1, 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmMetric.F1(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LstmMetric.F1Micro(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([2], [0], 2));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([1], [0, 1], 2));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2).ToString("one"));
        Assert.Throws<ArgumentException>(() => ClassificationScores.Auc([float.NaN], [true]));
    }

    private static (float[] Outputs, float[] Targets) Rows(int outputs, int targets)
        => (Trainables.Floats(new Random(1), 8 * outputs), [.. Enumerable.Range(0, 8 * targets).Select(n => (float)(n % 3 % 2))]);

    private static void Refused(string message, LstmMetric metric, float[] outputs, float[] targets, float[] mask, int outputSize)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => metric.Add(outputs, targets, mask, outputSize));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
