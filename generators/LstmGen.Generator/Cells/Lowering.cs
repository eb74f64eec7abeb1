using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>Replaces sigmoid and tanh by the elementary operations that compute them.</summary>
internal static class Lowering
{
    internal static CellGraph Lower(CellGraph cell, ActivationKind activations)
    {
        var graph = new Graph();
        var lowered = new Dictionary<Node, Node>();
        return new CellGraph(graph, Visit(cell.Cell), Visit(cell.Hidden));

        Node Visit(Node node)
        {
            if (!lowered.TryGetValue(node, out Node? result))
            {
                result = Rebuild(graph, node, Array.ConvertAll(node.Operands, Visit), activations);
                result.Note ??= node.Note;
                lowered.Add(node, result);
            }

            return result;
        }
    }

    private static Node Rebuild(Graph graph, Node node, Node[] x, ActivationKind activations) => (node.Op, activations) switch
    {
        (Op.Sigmoid, ActivationKind.Accurate) => AccurateActivations.Sigmoid(graph, x[0]),
        (Op.Tanh, ActivationKind.Accurate) => AccurateActivations.Tanh(graph, x[0]),
        (Op.Sigmoid, ActivationKind.Fast) => FastActivations.Sigmoid(graph, x[0]),
        (Op.Tanh, ActivationKind.Fast) => FastActivations.Tanh(graph, x[0]),
        (Op.Input, _) => graph.Input(node.Name!),
        (Op.Constant, _) => graph.Constant(node.Name!, node.Bits),
        (Op.Add, _) => graph.Add(x[0], x[1]),
        (Op.Subtract, _) => graph.Subtract(x[0], x[1]),
        (Op.Multiply, _) => graph.Multiply(x[0], x[1]),
        (Op.Divide, _) => graph.Divide(x[0], x[1]),
        (Op.MultiplyAdd, _) => graph.MultiplyAdd(x[0], x[1], x[2]),
        (Op.Min, _) => graph.Min(x[0], x[1]),
        (Op.Max, _) => graph.Max(x[0], x[1]),
        (Op.ShiftBitsLeft, _) => graph.ShiftBitsLeft(x[0], (int)node.Bits),
        (Op.AddBits, _) => graph.AddBits(x[0], x[1]),
        _ => throw new InvalidOperationException($"Unknown operation {node.Op}."),
    };
}
