using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>Replaces sigmoid and tanh by the elementary operations that compute them.</summary>
internal static class Lowering
{
    /// <param name="cell">The cell.</param>
    /// <param name="activations">What computes sigmoid and tanh.</param>
    /// <param name="folded">Whether accurate tanh has constants of its own, with the factor 2 of its argument in them.</param>
    internal static CellGraph Lower(CellGraph cell, ActivationKind activations, bool folded = false)
    {
        Node[] lowered = Lower(activations, folded, cell.Cell, cell.Hidden);
        return cell with { Cell = lowered[0], Hidden = lowered[1] };
    }

    /// <summary>The same values in a new graph, without sigmoid and tanh.</summary>
    internal static Node[] Lower(ActivationKind activations, params Node[] results) => Lower(activations, false, results);

    private static Node[] Lower(ActivationKind activations, bool folded, params Node[] results)
    {
        var graph = new Graph();
        var lowered = new Dictionary<Node, Node>();
        return Array.ConvertAll(results, Visit);

        Node Visit(Node node)
        {
            if (!lowered.TryGetValue(node, out Node? result))
            {
                result = IsGatedTanh(node)
                    ? Sigmoid(graph, Visit(node.Operands[0].Operands[0]), activations)
                        .Times(graph, Tanh(graph, Visit(node.Operands[1].Operands[0]), activations, folded))
                        .Value(graph)
                    : Rebuild(graph, node, Array.ConvertAll(node.Operands, Visit), activations, folded);
                result.Note ??= node.Note;
                lowered.Add(node, result);
            }

            return result;
        }
    }

    /// <summary>A sigmoid times a tanh, as in i g and o tanh(c): one division serves both.</summary>
    private static bool IsGatedTanh(Node node)
        => node.Op == Op.Multiply && node.Operands[0].Op == Op.Sigmoid && node.Operands[1].Op == Op.Tanh;

    private static Quotient Sigmoid(Graph graph, Node x, ActivationKind activations)
        => activations == ActivationKind.Accurate ? AccurateActivations.Sigmoid(graph, x) : FastActivations.Sigmoid(graph, x);

    private static Quotient Tanh(Graph graph, Node x, ActivationKind activations, bool folded)
        => activations == ActivationKind.Accurate ? AccurateActivations.Tanh(graph, x, folded) : FastActivations.Tanh(graph, x);

    private static Node Rebuild(Graph graph, Node node, Node[] x, ActivationKind activations, bool folded) => node.Op switch
    {
        Op.Sigmoid => Sigmoid(graph, x[0], activations).Value(graph),
        Op.Tanh => Tanh(graph, x[0], activations, folded).Value(graph),
        Op.Input => graph.Input(node.Name!),
        Op.Constant => graph.Constant(node.Name!, node.Bits),
        Op.Add => graph.Add(x[0], x[1]),
        Op.Subtract => graph.Subtract(x[0], x[1]),
        Op.Multiply => graph.Multiply(x[0], x[1]),
        Op.Divide => graph.Divide(x[0], x[1]),
        Op.MultiplyAdd => graph.MultiplyAdd(x[0], x[1], x[2]),
        Op.NegatedMultiplyAdd => graph.NegatedMultiplyAdd(x[0], x[1], x[2]),
        Op.Min => graph.Min(x[0], x[1]),
        Op.Max => graph.Max(x[0], x[1]),
        Op.ShiftBitsLeft => graph.ShiftBitsLeft(x[0], (int)node.Bits),
        Op.AddBits => graph.AddBits(x[0], x[1]),
        _ => throw new InvalidOperationException($"Unknown operation {node.Op}."),
    };
}
