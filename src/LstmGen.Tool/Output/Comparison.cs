using LstmGen.Tool.Data;

namespace LstmGen.Tool.Output;

/// <summary>How far outputs are from those expected; these are the names of its JSON.</summary>
/// <param name="With">What they were compared with.</param>
/// <param name="Steps">Rows that were compared.</param>
/// <param name="Tolerance">How far one may be off, as a part of the expected value, of 1 at least.</param>
/// <param name="Passed">Whether none is further off.</param>
/// <param name="Largest">The largest difference of all.</param>
/// <param name="Outputs">Each output by itself.</param>
internal sealed record Comparison(string With, int Steps, double Tolerance, bool Passed, double Largest, IReadOnlyList<OutputDifference> Outputs)
{
    internal static Comparison Of(Samples outputs, Samples expected, string with, double tolerance)
    {
        OutputDifference[] differences = [.. Enumerable.Range(0, outputs.Width).Select(output => OutputDifference.Of(output, outputs, expected, tolerance))];
        return new(with, outputs.Count, tolerance, differences.All(each => each.Passed), differences.Max(each => each.Largest), differences);
    }
}

/// <summary>One output over all steps.</summary>
/// <param name="Output">Its index.</param>
/// <param name="Largest">The largest difference; NaN where one of the two is no number and the other is.</param>
/// <param name="AtStep">Where that is, from 0 on.</param>
/// <param name="Rms">The root of the mean square of the differences.</param>
/// <param name="Passed">Whether none is further off than the tolerance.</param>
internal sealed record OutputDifference(int Output, double Largest, int AtStep, double Rms, bool Passed)
{
    internal static OutputDifference Of(int output, Samples outputs, Samples expected, double tolerance)
    {
        double largest = 0, squares = 0;
        int at = 0;
        bool passed = true;
        for (int step = 0; step < outputs.Count; step++)
        {
            float given = outputs.Values[(step * outputs.Width) + output], wanted = expected.Values[(step * outputs.Width) + output];
            double difference = given.Equals(wanted) ? 0 : Math.Abs((double)given - wanted);
            squares += difference * difference;
            passed &= difference <= tolerance * Math.Max(1, Math.Abs(wanted));
            if (!(difference <= largest))
            {
                (largest, at) = (difference, step);
                if (double.IsNaN(difference))
                {
                    break;
                }
            }
        }

        return new(output, largest, at, Math.Sqrt(squares / outputs.Count), passed);
    }
}
