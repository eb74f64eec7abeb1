namespace LstmGen.Generator.Cells;

/// <summary>Layer normalisation (Ba et al. 2016): (x - mean) / sqrt(variance + epsilon), the variance of all values (biased).</summary>
internal static class Normalization
{
    /// <summary>Values of a unit, normalised over all of them and all units of the row.</summary>
    internal static Node[] Of(Graph graph, float epsilon, string name, params Node[] x)
    {
        Node mean = Over(x).As($"mean{name}");
        Node[] centered = Array.ConvertAll(x, each => graph.Subtract(each, mean).As($"centered{each.Suffix()}"));
        Node variance = Over(Array.ConvertAll(centered, each => graph.Multiply(each, each)));
        Node scale = graph.InverseSqrt(graph.Add(variance, graph.Constant("epsilon", epsilon))).As($"scale{name}");
        return Array.ConvertAll(centered, each => graph.Multiply(each, scale));

        Node Over(Node[] values)
        {
            Node sum = values.Aggregate(graph.Add);
            return values.Length == 1 ? graph.Mean(sum) : graph.Divide(graph.Mean(sum), graph.Constant("values", values.Length));
        }
    }
}
