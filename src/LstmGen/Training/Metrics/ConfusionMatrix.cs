using System.Globalization;
using System.Text;

namespace LstmGen.Training;

/// <summary>How often each class was taken for which, and the scores that follow from it.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts; // [label, predicted]
    private readonly long[] _labelled;
    private readonly long[] _predicted;

    /// <summary>A matrix of zeros.</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        (Classes, _counts, _labelled, _predicted) = (classes, new long[checked(classes * classes)], new long[classes], new long[classes]);
    }

    /// <summary>The matrix of pairs.</summary>
    /// <param name="labels">The classes as they are.</param>
    /// <param name="predicted">What they were taken for, as many.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a class is out of range.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, int classes)
    {
        var matrix = new ConfusionMatrix(classes);
        matrix.Add(labels, predicted);
        return matrix;
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>How many were added.</summary>
    public long Count { get; private set; }

    /// <summary>How many of a class were taken for another, or for it.</summary>
    /// <param name="label">The class as it is.</param>
    /// <param name="predicted">What it was taken for.</param>
    public long this[int label, int predicted] => _counts[(Checked(label, nameof(label)) * Classes) + Checked(predicted, nameof(predicted))];

    /// <summary>The part that is right; NaN where nothing was added.</summary>
    public double Accuracy => (double)Right / Count;

    private long Right
    {
        get
        {
            long right = 0;
            for (int label = 0; label < Classes; label++)
            {
                right += this[label, label];
            }

            return right;
        }
    }

    /// <summary>Counts a pair.</summary>
    /// <param name="label">The class as it is.</param>
    /// <param name="predicted">What it was taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not 0 up to but not including <see cref="Classes"/>.</exception>
    public void Add(int label, int predicted)
    {
        _counts[(Checked(label, nameof(label)) * Classes) + Checked(predicted, nameof(predicted))]++;
        _labelled[label]++;
        _predicted[predicted]++;
        Count++;
    }

    /// <summary>Counts pairs.</summary>
    /// <param name="labels">The classes as they are.</param>
    /// <param name="predicted">What they were taken for, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a class is out of range; then nothing is counted that comes after it.</exception>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        LossRows.RequireLength(predicted.Length, labels.Length, labels.Length, "prediction", 1, nameof(predicted));
        for (int index = 0; index < labels.Length; index++)
        {
            Add(labels[index], predicted[index]);
        }
    }

    /// <summary>Back to zeros.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_labelled);
        Array.Clear(_predicted);
        Count = 0;
    }

    /// <summary>Of all that was taken for this class, the part that is; NaN where nothing was.</summary>
    public double Precision(int label) => (double)this[label, label] / _predicted[label];

    /// <summary>Of all that is of this class, the part that was found; NaN where nothing is.</summary>
    public double Recall(int label) => (double)this[label, label] / _labelled[label];

    /// <summary>The harmonic mean of precision and recall, 2 right / (labelled + predicted); NaN where the class does not occur at all.</summary>
    public double F1(int label) => 2.0 * this[label, label] / (_labelled[label] + _predicted[label]);

    /// <summary>The mean F1 of the classes that occur among labels or predictions; NaN where nothing was added.</summary>
    public double F1Macro()
    {
        double sum = 0;
        int occur = 0;
        for (int label = 0; label < Classes; label++)
        {
            if (_labelled[label] + _predicted[label] > 0)
            {
                sum += F1(label);
                occur++;
            }
        }

        return sum / occur;
    }

    /// <summary>F1 of the counts of all classes together; NaN where none of them occurs.</summary>
    /// <param name="except">Classes left out; with none the value is the accuracy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    public double F1Micro(params ReadOnlySpan<int> except)
    {
        foreach (int one in except)
        {
            Checked(one, nameof(except));
        }

        long right = 0, both = 0;
        for (int label = 0; label < Classes; label++)
        {
            if (!except.Contains(label))
            {
                right += this[label, label];
                both += _labelled[label] + _predicted[label];
            }
        }

        return 2.0 * right / both;
    }

    /// <summary>The counts as a table, a row for each class, with its precision, recall and F1.</summary>
    public override string ToString() => ToString([]);

    /// <summary>The counts as a table, a row for each class, with its precision, recall and F1.</summary>
    /// <param name="names">A name for each class; empty: their numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer names than classes.</exception>
    public string ToString(params ReadOnlySpan<string> names)
    {
        if (!names.IsEmpty && names.Length != Classes)
        {
            throw new ArgumentException($"There are {names.Length} names; {Classes}, one for each class, were expected.", nameof(names));
        }

        string[] named = new string[Classes];
        int first = "label".Length, width = Count.ToString(CultureInfo.InvariantCulture).Length;
        for (int label = 0; label < Classes; label++)
        {
            named[label] = names.IsEmpty ? label.ToString(CultureInfo.InvariantCulture) : names[label];
            first = Math.Max(first, named[label].Length);
            width = Math.Max(width, named[label].Length);
        }

        var text = new StringBuilder("label".PadRight(first));
        foreach (string name in named)
        {
            text.Append("  ").Append(name.PadLeft(width));
        }

        text.Append("  precision  recall     F1\n");
        for (int label = 0; label < Classes; label++)
        {
            text.Append(named[label].PadRight(first));
            for (int predicted = 0; predicted < Classes; predicted++)
            {
                text.Append("  ").Append(this[label, predicted].ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }

            text.Append(CultureInfo.InvariantCulture, $"  {Text(Precision(label)),9}  {Text(Recall(label)),6}  {Text(F1(label)),5}\n");
        }

        return text.ToString();
    }

    private static string Text(double score) => double.IsNaN(score) ? "-" : score.ToString("F3", CultureInfo.InvariantCulture);

    private int Checked(int label, string name)
        => (uint)label < (uint)Classes ? label : throw new ArgumentOutOfRangeException(name, label, $"{name} must be a class from 0 to {Classes - 1}.");
}
