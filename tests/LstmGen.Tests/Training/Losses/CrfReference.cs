namespace LstmGen.Tests.Training.Losses;

/// <summary>A CRF by its definition: every sequence of tags, in double.</summary>
internal sealed record CrfReference(double[] Starts, double[] Ends, double[][] Transitions, Func<int[], bool> Allows)
{
    internal double Score(double[][] emissions, int[] tags)
        => Starts[tags[0]] + Ends[tags[^1]] + tags.Select((tag, step) => emissions[step][tag] + (step > 0 ? Transitions[tags[step - 1]][tag] : 0)).Sum();

    internal double Loss(double[][] emissions, int[] tags) => Math.Log(Ways(emissions).Sum(way => Math.Exp(Score(emissions, way)))) - Score(emissions, tags);

    internal int[] Best(double[][] emissions) => Ways(emissions).MaxBy(way => Score(emissions, way))!;

    internal IEnumerable<int[]> Ways(double[][] emissions)
    {
        int count = (int)Math.Pow(Starts.Length, emissions.Length);
        return Enumerable.Range(0, count)
            .Select(way => emissions.Select((_, step) => way / (int)Math.Pow(Starts.Length, step) % Starts.Length).ToArray())
            .Where(Allows);
    }
}
