using LstmGen.Training;

namespace LstmGen.Tests.Training;

/// <summary>Masks, edges and errors of the losses.</summary>
public sealed class LossTests
{
    private static readonly Dictionary<string, LstmLoss> Losses = new()
    {
        ["mean squared"] = LstmLoss.MeanSquared,
        ["huber"] = LstmLoss.Huber(),
        ["quantile"] = LstmLoss.Quantile(0.5f, 0.9f),
        ["softmax"] = LstmLoss.SoftmaxCrossEntropy,
        ["binary"] = LstmLoss.BinaryCrossEntropy,
    };

    public static TheoryData<string> Names() => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_of_weight_0_are_not_looked_at(string name)
    {
        LstmLoss loss = Losses[name];
        int size = loss.TargetSize(4);
        float[] outputs = Trainables.Floats(new Random(1), 12);
        float[] targets = [.. Enumerable.Repeat(1f, 3 * size)];
        outputs.AsSpan(4, 4).Fill(float.NaN);
        targets.AsSpan(size, size).Fill(float.NaN);
        float[] gradients = [.. Enumerable.Repeat(float.NaN, 12)];
        double masked = loss.Evaluate(outputs, targets, [1, 0, 1], 4, gradients);
        Assert.Equal(new float[4], gradients[4..8]);
        float[] shortGradients = new float[8];
        double without = loss.Evaluate([.. outputs[..4], .. outputs[8..]], [.. targets[..size], .. targets[(2 * size)..]], [], 4, shortGradients);
        Assert.Equal(without, masked, 1e-15);
        Assert.Equal(shortGradients, gradients[..4].Concat(gradients[8..]));
        Assert.DoesNotContain(gradients[..4], gradient => gradient == 0);

        Assert.Equal(0, loss.Evaluate(outputs, targets, [0, 0, 0], 4, gradients));
        Assert.Equal(new float[12], gradients);
        Assert.Equal(0, loss.Evaluate([], [], [], 4, []));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mask_of_ones_is_no_mask(string name)
    {
        LstmLoss loss = Losses[name];
        float[] outputs = Trainables.Floats(new Random(1), 40);
        float[] targets = [.. Enumerable.Repeat(1f, 10 * loss.TargetSize(4))];
        float[] first = new float[40];
        float[] second = new float[40];
        Assert.Equal(loss.Evaluate(outputs, targets, [], 4, first), loss.Evaluate(outputs, targets, [.. Enumerable.Repeat(1f, 10)], 4, second));
        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluating_allocates_nothing(string name)
    {
        LstmLoss loss = Losses[name];
        float[] outputs = Trainables.Floats(new Random(1), 40);
        float[] targets = new float[10 * loss.TargetSize(4)];
        float[] mask = [.. Enumerable.Repeat(0.5f, 10)];
        float[] gradients = new float[40];
        Allocated.Nothing(() =>
        {
            loss.Evaluate(outputs, targets, mask, 4, gradients);
            loss.Evaluate(outputs, targets, default, 4, default);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_output_that_is_not_finite_shows_in_the_loss(string name)
    {
        LstmLoss loss = Losses[name];
        float[] targets = new float[2 * loss.TargetSize(4)];
        for (int place = 0; place < 8; place++)
        {
            float[] outputs = new float[8];
            outputs[place] = float.NaN;
            Assert.False(double.IsFinite(loss.Evaluate(outputs, targets, [], 4, new float[8])));
            outputs[place] = float.PositiveInfinity;
            Assert.False(double.IsFinite(loss.Evaluate(outputs, targets, [], 4, new float[8])));
        }
    }

    [Fact]
    public void Logits_of_any_size_keep_the_loss_finite()
    {
        float[] gradients = new float[3];
        Assert.Equal(0, LstmLoss.SoftmaxCrossEntropy.Evaluate([3e38f, 0, -3e38f], [0], [], 3, gradients), 1e-15);
        Assert.Equal([0f, 0, 0], gradients);
        Assert.Equal(6e38, LstmLoss.SoftmaxCrossEntropy.Evaluate([3e38f, 0, -3e38f], [2], [], 3, gradients), 1e32);
        Assert.Equal([1f, 0, -1], gradients);
        Assert.Equal(2e38, LstmLoss.BinaryCrossEntropy.Evaluate([3e38f, -3e38f, 3e38f], [1, 1, 0], [], 3, gradients), 1e32);
        Assert.Equal([0f, -1 / 3f, 1 / 3f], gradients);
    }

    [Fact]
    public void The_gradient_of_a_class_all_but_certain_keeps_its_digits()
    {
        float[] gradients = new float[2];
        double p = Math.Exp(-15) / (1 + Math.Exp(-15));
        LstmLoss.SoftmaxCrossEntropy.Evaluate([15, 0], [0], [], 2, gradients);
        Assert.Equal(-p, gradients[0], 1e-6 * p);
        Assert.Equal(p, gradients[1], 1e-6 * p);
    }

    [Fact]
    public void Chunks_of_the_softmax_do_not_show()
    {
        foreach (int size in new[] { 255, 256, 257, 512, 700 })
        {
            float[] outputs = Trainables.Floats(new Random(size), size, 20);
            Assert.Equal(
                LstmLoss.SoftmaxCrossEntropy.Evaluate(outputs, [size - 1], [], size, new float[size]),
                LstmLoss.SoftmaxCrossEntropy.Evaluate(outputs, [size - 1], [], size, []));
        }
    }

    [Fact]
    public void Errors_name_what_is_wrong_and_where()
    {
        LstmLoss loss = LstmLoss.MeanSquared;
        Refused("outputs has 7 floats; a multiple of outputSize = 2 was expected.", () => loss.Evaluate(new float[7], new float[7], [], 2, []));
        Refused("targets has 5 floats; 3 rows x target size 2 = 6 were expected.", () => loss.Evaluate(new float[6], new float[5], [], 2, []));
        Refused("mask has 2 floats; 3 rows x weight 1 = 3 were expected.", () => loss.Evaluate(new float[6], new float[6], new float[2], 2, []));
        Refused("gradients has 5 floats; 3 rows x output size 2 = 6 were expected.", () => loss.Evaluate(new float[6], new float[6], [], 2, new float[5]));
        Refused("The mask of row 1 is -1; a finite number of at least 0 was expected.", () => loss.Evaluate(new float[6], new float[6], [1, -1, 1], 2, []));
        Refused("The mask of row 2 is NaN; a finite number of at least 0 was expected.", () => loss.Evaluate(new float[6], new float[6], [1, 1, float.NaN], 2, []));
        Refused("The target of row 1, column 0 is Infinity; a finite number was expected.", () => loss.Evaluate(new float[6], [0, 0, float.PositiveInfinity, 0, 0, 0], [], 2, []));
        Refused("The target of row 2, column 1 is 1.5; a number from 0 to 1 was expected.", () => LstmLoss.BinaryCrossEntropy.Evaluate(new float[6], [0, 0, 0, 0, 0, 1.5f], [], 2, []));
        Refused("The target of row 0, column 1 is NaN; a finite number was expected.", () => LstmLoss.Quantile(0.1f, 0.9f).Evaluate(new float[4], [0, float.NaN], [], 4, []));
        foreach (float label in new[] { -1f, 3f, 0.5f, float.NaN, float.PositiveInfinity })
        {
            Refused(
                FormattableString.Invariant($"The target of row 1, column 0 is {label}; a class, a whole number from 0 to 2, was expected."),
                () => LstmLoss.SoftmaxCrossEntropy.Evaluate(new float[6], [0, label], [], 3, []));
        }

        float[] shared = new float[6];
        Refused("gradients overlaps outputs, targets or mask; it must be a buffer of its own.", () => loss.Evaluate(shared, new float[6], [], 2, shared));
        Refused("outputSize is 5; a multiple of the number of quantiles, 2, was expected.", () => LstmLoss.Quantile(0.1f, 0.9f).TargetSize(5));
        Refused("There are no quantiles; one or more were expected.", () => LstmLoss.Quantile());
        Refused("Quantile 1 is 1; a number above 0 and below 1 was expected.", () => LstmLoss.Quantile(0.5f, 1));
        Refused("delta must be a finite float above 0.", () => LstmLoss.Huber(0));
        foreach (LstmLoss one in Losses.Values)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => one.Evaluate([], [], [], 0, []));
        }
    }

    private static void Refused(string message, Action action) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message);
}
