namespace LstmGen.Training;

/// <summary>Scores of classes as functions. Those of one class or another: <see cref="ConfusionMatrix"/>.</summary>
public static class ClassificationScores
{
    /// <summary>The part of predictions that are right; NaN where there are none.</summary>
    /// <param name="labels">The classes as they are.</param>
    /// <param name="predicted">What they were taken for, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Accuracy(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        LossRows.RequireLength(predicted.Length, labels.Length, labels.Length, "prediction", 1, nameof(predicted));
        long right = 0;
        for (int index = 0; index < labels.Length; index++)
        {
            right += labels[index] == predicted[index] ? 1 : 0;
        }

        return (double)right / labels.Length;
    }

    /// <summary>
    /// The area under the receiver operating characteristic: how probable it is that of a positive and a negative one the positive has the larger score,
    /// equal scores counting half (Hanley and McNeil 1982). Exact: pairs are counted by ranks, in whole numbers. NaN where all are of one kind.
    /// </summary>
    /// <param name="scores">Any numbers that rank.</param>
    /// <param name="positive">Which are of the class looked for, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double Auc(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive)
    {
        LossRows.RequireLength(positive.Length, scores.Length, scores.Length, "class", 1, nameof(positive));
        var sorted = new double[scores.Length];
        for (int index = 0; index < sorted.Length; index++)
        {
            sorted[index] = !float.IsNaN(scores[index]) ? scores[index]
                : throw new ArgumentException($"Score {index} is NaN; a number was expected.", nameof(scores));
        }

        return SortedAuc(sorted, positive.ToArray());
    }

    /// <summary>Sorts both where they lie.</summary>
    internal static double SortedAuc(Span<double> scores, Span<bool> positive)
    {
        scores.Sort(positive);
        long negatives = 0, positives = 0, halves = 0;
        for (int first = 0, end; first < scores.Length; first = end)
        {
            long equalNegatives = 0, equalPositives = 0;
            for (end = first; end < scores.Length && scores[end] == scores[first]; end++)
            {
                equalPositives += positive[end] ? 1 : 0;
                equalNegatives += positive[end] ? 0 : 1;
            }

            halves += equalPositives * ((2 * negatives) + equalNegatives);
            negatives += equalNegatives;
            positives += equalPositives;
        }

        return halves / (2.0 * positives * negatives);
    }
}
