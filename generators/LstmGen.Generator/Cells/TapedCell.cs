using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// A cell that can be differentiated: what its step leaves on the tape, and the backward step, derived from the graph. The
/// tape has one value a gate, which the derivative of the gate's pre-activation replaces, and c before and after the step.
/// </summary>
internal sealed class TapedCell
{
    /// <summary>Input name of c after the step.</summary>
    internal const string CellAfter = "after";

    /// <summary>Input names of the derivatives of the loss with respect to h and c after the step.</summary>
    internal const string HiddenDerivative = "dh", CellDerivative = "dc";

    /// <summary>Derives the backward step of a cell.</summary>
    internal TapedCell(CellGraph cell, ActivationKind activations)
    {
        Graph graph = cell.Graph;
        Gates = cell.Gates;
        Peepholes = cell.Peepholes;
        Node before = graph.Input(CellGraph.CellBefore);
        Node[] sums = [.. Gates.Select(graph.Input)];
        Node[] values = [.. sums.Select(sum => Activation(sum, cell))];
        var adjoint = new Adjoint(graph, (cell.Hidden, graph.Input(HiddenDerivative)), (cell.Cell, graph.Input(CellDerivative)));

        Node[] forward = Lowering.Lower(activations, [cell.Cell, cell.Hidden, .. values]);
        (Cell, Hidden, Tape) = (forward[0], forward[1], [.. forward.Skip(2)]);

        var tape = new Dictionary<Node, string> { [cell.Cell] = CellAfter };
        Name(tape, values);
        Node[] backward = Known(tape, activations, [.. sums.Select(adjoint.Of), adjoint.Of(before)]);
        (Derivatives, CellBeforeDerivative) = ([.. backward.Take(Gates.Length)], backward[Gates.Length]);

        var afterwards = new Dictionary<Node, string> { [cell.Cell] = CellAfter };
        Name(afterwards, [.. sums.Select(adjoint.Of)]);
        PeepholeDerivatives = Known(afterwards, activations, [.. Peepholes.Select(graph.Input).Select(adjoint.Of)]);
    }

    /// <summary>Names of the gates.</summary>
    internal string[] Gates { get; }

    /// <summary>Names of the peephole weights.</summary>
    internal string[] Peepholes { get; }

    /// <summary>c after the step, from pre-activations and c before.</summary>
    internal Node Cell { get; }

    /// <summary>h after the step.</summary>
    internal Node Hidden { get; }

    /// <summary>What the step leaves on the tape for each gate: its activation.</summary>
    internal Node[] Tape { get; }

    /// <summary>The derivative with respect to each gate's pre-activation, from the tape.</summary>
    internal Node[] Derivatives { get; }

    /// <summary>The derivative with respect to c before the step, from the tape.</summary>
    internal Node CellBeforeDerivative { get; }

    /// <summary>The derivative with respect to each peephole weight, from c and what has replaced the tape.</summary>
    internal Node[] PeepholeDerivatives { get; }

    /// <summary>The sigmoid or tanh that a gate's pre-activation goes through.</summary>
    private static Node Activation(Node sum, CellGraph cell)
    {
        return Find(cell.Hidden) ?? Find(cell.Cell) ?? throw new InvalidOperationException($"Gate {sum.Name} has no activation.");

        Node? Find(Node node)
            => node.Op is Op.Sigmoid or Op.Tanh && Reaches(node.Operands[0]) ? node
                : node.Operands.Select(Find).FirstOrDefault(found => found != null);

        bool Reaches(Node node) => node == sum || (node.Op is not (Op.Sigmoid or Op.Tanh) && node.Operands.Any(Reaches));
    }

    private void Name(Dictionary<Node, string> known, Node[] nodes)
    {
        for (int gate = 0; gate < nodes.Length; gate++)
        {
            known.Add(nodes[gate], Gates[gate]);
        }
    }

    /// <summary>Values as functions of what is known by a name.</summary>
    private static Node[] Known(Dictionary<Node, string> known, ActivationKind activations, Node[] results)
    {
        var graph = new Graph();
        var copies = new Dictionary<Node, Node>();
        return Lowering.Lower(activations, Array.ConvertAll(results, Copy));

        Node Copy(Node node)
        {
            if (!copies.TryGetValue(node, out Node? copy))
            {
                copy = known.TryGetValue(node, out string? name) ? graph.Input(name) : graph.With(node, Array.ConvertAll(node.Operands, Copy));
                copies.Add(node, copy);
            }

            return copy;
        }
    }
}
