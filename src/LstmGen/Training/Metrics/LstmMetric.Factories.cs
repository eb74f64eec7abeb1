namespace LstmGen.Training;

// Each call makes a metric of its own.
public abstract partial class LstmMetric
{
    /// <summary>
    /// The part of rows whose class is the target's. The class is that of the largest output, the first of equal ones; of a single output 1 where it
    /// is above 0, a probability above one half. Rows with as many targets as outputs, 0 or 1 each: the part of outputs that are right.
    /// </summary>
    public static LstmMetric Accuracy() => new AccuracyMetric();

    /// <summary>
    /// The mean of the classes' F1, each class counting the same however rare it is: of those that occur among targets or predictions. scikit-learn's
    /// <c>f1_score(average="macro")</c>.
    /// </summary>
    public static LstmMetric F1Macro() => new ConfusionMetric("F1 macro", static matrix => matrix.F1Macro());

    /// <summary>
    /// F1 of the counts of all classes together. With every class that is the accuracy; classes that stand for nothing found, such as the tag O of
    /// names in text, are named to be left out. scikit-learn's <c>f1_score(average="micro", labels=...)</c>.
    /// </summary>
    /// <param name="except">Classes that neither finding nor missing counts for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is below 0.</exception>
    public static LstmMetric F1Micro(params ReadOnlySpan<int> except)
    {
        foreach (int one in except)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(one, nameof(except));
        }

        int[] left = except.ToArray();
        return new ConfusionMetric("F1 micro", matrix => matrix.F1Micro(left));
    }

    /// <summary>F1 of one class: of two classes usually that of 1.</summary>
    /// <param name="label">The class, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The class is below 0.</exception>
    public static LstmMetric F1(int label = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        return new ConfusionMetric($"F1 of {label}", matrix => matrix.F1(label));
    }

    /// <summary>How often each class was taken for which: <see cref="ConfusionMetric.Matrix"/>. Its value is the accuracy.</summary>
    public static ConfusionMetric Confusion() => new("confusion", static matrix => matrix.Accuracy);

    /// <summary>
    /// The area under the receiver operating characteristic of two classes: how probable it is that of a row of class 1 and one of class 0 the first
    /// has the larger score, equal scores counting half (Hanley and McNeil 1982). Exact; all scores are kept. The score is the output, or of two outputs
    /// their difference. NaN where a class does not occur.
    /// </summary>
    public static LstmMetric Auc() => new AucMetric();

    /// <summary>The mean of |output - target|, in the unit of the targets times <paramref name="scale"/>.</summary>
    /// <param name="scale">What one unit of the scaled targets is, such as a standard deviation; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range.</exception>
    public static LstmMetric MeanAbsoluteError(float scale = 1)
    {
        LstmOptionGuard.Positive(scale, nameof(scale));
        return new ElementMetric<AbsoluteTerm>("MAE", new(scale));
    }

    /// <summary>The root of the mean of (output - target)^2, in the unit of the targets times <paramref name="scale"/>.</summary>
    /// <param name="scale">What one unit of the scaled targets is, such as a standard deviation; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range.</exception>
    public static LstmMetric RootMeanSquaredError(float scale = 1)
    {
        LstmOptionGuard.Positive(scale, nameof(scale));
        return new ElementMetric<SquaredTerm>("RMSE", new(scale));
    }

    /// <summary>
    /// The symmetric mean absolute percentage error of the M3 and M4 competitions, 0 to 200: the mean of 200 |f - y| / (|f| + |y|), 0 where both are 0,
    /// with f = output times scale plus offset and y = target times scale plus offset. It depends on where 0 is: scaled series are to be scaled back.
    /// </summary>
    /// <param name="scale">What one unit of the scaled targets is; finite, above 0.</param>
    /// <param name="offset">The value of a scaled target of 0; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">Scale or offset is out of range.</exception>
    public static LstmMetric Smape(float scale = 1, float offset = 0)
    {
        LstmOptionGuard.Positive(scale, nameof(scale));
        LstmOptionGuard.NotNegative(Math.Abs(offset), nameof(offset));
        return new ElementMetric<SmapeTerm>("sMAPE", new(scale, offset));
    }

    /// <summary>The mean pinball loss of quantiles that lie as in <see cref="LstmLoss.Quantile"/>, in the unit of the targets times <paramref name="scale"/>.</summary>
    /// <param name="scale">What one unit of the scaled targets is; finite, above 0.</param>
    /// <param name="quantiles">One or more, each above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are no quantiles, or a number is out of range.</exception>
    public static LstmMetric Pinball(float scale, params ReadOnlySpan<float> quantiles)
    {
        LstmOptionGuard.Positive(scale, nameof(scale));
        return new ElementMetric<PinballTerm>("pinball", new(scale, ForecastErrors.Checked(quantiles)));
    }

    /// <summary>
    /// Insertions, deletions and substitutions that lead from the decoded tokens to the targets, for each target token: the word or character error
    /// rate of speech recognition. 0 where all is right; it can be above 1.
    /// </summary>
    /// <param name="decoder">Reads the tokens off a sequence's outputs.</param>
    public static LstmMetric TokenErrorRate(TokenDecoder decoder) => new TokenErrorMetric(decoder);

    /// <summary>BLEU-4 of the decoded tokens against the targets as the one reference, 0 to 100: see <see cref="Training.Bleu"/>.</summary>
    /// <param name="decoder">Reads the tokens off a sequence's outputs.</param>
    public static LstmMetric Bleu(TokenDecoder decoder) => new BleuMetric(decoder);
}
