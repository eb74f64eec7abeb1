namespace LstmGen.Generator.Cells;

/// <summary>Replaces operations that are not elementary by those that compute them.</summary>
internal static class Lowering
{
    /// <summary>The same values as nodes of another graph.</summary>
    internal static Node[] Lower(Graph graph, ActivationChoice choice, params Node[] results)
    {
        var lowered = new Dictionary<Node, Node>();
        return Array.ConvertAll(results, Visit);

        Node Visit(Node node)
        {
            if (!lowered.TryGetValue(node, out Node? result))
            {
                result = IsProductOfActivations(node)
                    ? Fraction(node.Operands[0]).Times(graph, Fraction(node.Operands[1])).Value(graph)
                    : node.Op == Op.Input ? graph.With(node, [])
                    : Operation.Of(node.Op).Lower(graph, node, Array.ConvertAll(node.Operands, Visit), choice);
                result.Note ??= node.Note;
                result.Name ??= node.Name;
                lowered.Add(node, result);
            }

            return result;
        }

        Quotient Fraction(Node node) => node.Activation!.Lower(graph, Visit(node.Operands[0]), choice);
    }

    /// <summary>As in i g and o tanh(c): one division serves both.</summary>
    private static bool IsProductOfActivations(Node node)
        => node.Op == Op.Multiply && node.Operands.All(operand => operand.Activation is { IsSmallFraction: true });
}
