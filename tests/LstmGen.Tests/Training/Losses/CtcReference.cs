namespace LstmGen.Tests.Training.Losses;

/// <summary>CTC by its definition: every way through the outputs of one sequence, in double.</summary>
internal static class CtcReference
{
    /// <summary>The probability of every labelling, by its labels with commas between.</summary>
    internal static Dictionary<string, double> Labellings(double[][] outputs, int blank)
    {
        double[][] p = [.. outputs.Select(Softmax)];
        int size = outputs[0].Length, ways = (int)Math.Pow(size, outputs.Length);
        var found = new Dictionary<string, double>();
        for (int way = 0; way < ways; way++)
        {
            double probability = 1;
            int[] path = new int[outputs.Length];
            for (int step = 0, rest = way; step < path.Length; step++, rest /= size)
            {
                path[step] = rest % size;
                probability *= p[step][path[step]];
            }

            string labels = Text(Collapse(path, blank));
            found[labels] = found.GetValueOrDefault(labels) + probability;
        }

        return found;
    }

    internal static string Text(IEnumerable<int> labels) => string.Join(",", labels);

    internal static int[] Collapse(int[] path, int blank) => [.. path.Where((label, step) => label != blank && (step == 0 || path[step - 1] != label))];

    /// <summary>The mean of a batch, by enumeration.</summary>
    internal static double Loss(double[] outputs, int[] lengths, int[][] labels, int size, int blank, bool perLabel, double[] weights)
    {
        double sum = 0;
        for (int row = 0; row < lengths.Length; row++)
        {
            double[][] own = [.. Enumerable.Range(0, lengths[row]).Select(step => outputs.Skip((step * lengths.Length + row) * size).Take(size).ToArray())];
            sum += weights[row] * -Math.Log(Labellings(own, blank)[Text(labels[row])]) / (perLabel ? Math.Max(1, labels[row].Length) : 1);
        }

        return sum / weights.Sum();
    }

    private static double[] Softmax(double[] outputs)
    {
        double sum = outputs.Sum(Math.Exp);
        return [.. outputs.Select(output => Math.Exp(output) / sum)];
    }
}
