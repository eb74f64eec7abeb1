namespace LstmGen.Generator.Cells;

/// <summary>
/// tanh as an odd rational function, sigmoid from it. Formulas, coefficients and measured bounds: docs/activations.md.
/// </summary>
internal static class FastActivations
{
    private const uint Half = 0x3F000000;
    private const uint One = 0x3F800000;
    private const uint MinusOne = 0xBF800000;

    internal static Node Sigmoid(Graph graph, Node x)
    {
        Node half = graph.Constant(Half);
        return graph.MultiplyAdd(half, Tanh(graph, graph.Multiply(half, x)), half);
    }

    internal static Node Tanh(Graph graph, Node x)
    {
        Node bounded = graph.Min(graph.Constant(0x40FC0000), graph.Max(graph.Constant(0xC0FC0000), x));
        Node square = graph.Multiply(bounded, bounded);
        Node ratio = graph.Divide(graph.Multiply(bounded, graph.Constant(One)), graph.Add(graph.Constant(One), square));
        return graph.Min(graph.Constant(One), graph.Max(graph.Constant(MinusOne), ratio));
    }
}
