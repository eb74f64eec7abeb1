namespace LstmGen.Generator.Cells;

/// <summary>
/// A cell that can be differentiated: what its step leaves on the tape, and the backward step, derived from the graph. The tape has a value for
/// each sum, which the derivative of the sum replaces, and the states before and after the step.
/// </summary>
internal sealed class TapedCell
{
    /// <summary>Derives the backward step of a cell.</summary>
    internal TapedCell(Cell cell, ActivationChoice choice)
    {
        CellStep step = cell.Step();
        Graph graph = step.Graph;
        Node[] before = [.. cell.States.Select((name, at) => graph.Input(new(QuantityKind.Before, at), name))];
        Node[] sums = [.. cell.Sums.Select((name, at) => graph.Input(new(QuantityKind.Sum, at), name))];
        Node[] vectors = [.. cell.Vectors.Select((name, at) => graph.Input(new(QuantityKind.Vector, at), name))];
        var adjoint = new Adjoint(graph, [.. step.After.Select((after, at) => (after, graph.Input(new(QuantityKind.AfterDerivative, at), $"d{cell.States[at]}")))]);
        Forward = step.Lower(choice);

        Node[] derivatives = [.. sums.Select((sum, at) => adjoint.Of(sum).As($"d{sum.Suffix()}"))];
        Node[] earlier = [.. before.Skip(1).Select(state => adjoint.Of(state).As($"d{state.Suffix()}Before"))];
        Dictionary<Node, (Quantity, string)> tape = [];
        for (int at = 1; at < step.After.Length; at++)
        {
            // The first state is what the cell gives, and the tape is without it.
            tape[step.After[at]] = (new(QuantityKind.After, at), cell.States[at]);
        }

        Node[] backward = Known(tape, QuantityKind.Kept, step.Kept, [.. derivatives, .. earlier]);
        (SumDerivatives, BeforeDerivatives) = ([.. backward.Take(sums.Length)], [.. backward.Skip(sums.Length)]);
        VectorDerivatives = Known(tape, QuantityKind.SumDerivative, derivatives, [.. vectors.Select(adjoint.Of)]);

        // Values as functions of what is on the tape.
        Node[] Known(Dictionary<Node, (Quantity, string)> states, QuantityKind kind, Node[] slots, Node[] results)
        {
            var known = new Dictionary<Node, (Quantity Quantity, string Name)>(states);
            for (int at = 0; at < slots.Length; at++)
            {
                known[slots[at]] = (new(kind, at), cell.Sums[at]);
            }

            var copies = new Dictionary<Node, Node>();
            var copied = new Graph();
            return Lowering.Lower(new Graph(), choice, Array.ConvertAll(results, Copy));

            Node Copy(Node node)
            {
                if (!copies.TryGetValue(node, out Node? copy))
                {
                    copy = known.TryGetValue(node, out (Quantity Quantity, string Name) value)
                        ? copied.Input(value.Quantity, value.Name)
                        : copied.With(node, Array.ConvertAll(node.Operands, Copy));
                    copies.Add(node, copy);
                }

                return copy;
            }
        }
    }

    /// <summary>The step that keeps a tape, of elementary operations.</summary>
    internal CellStep Forward { get; }

    /// <summary>The derivative with respect to each sum, from the tape.</summary>
    internal Node[] SumDerivatives { get; }

    /// <summary>The derivative with respect to each state but the first before the step, from the tape.</summary>
    internal Node[] BeforeDerivatives { get; }

    /// <summary>The derivative with respect to each weight of a unit, from the states and what has replaced the tape.</summary>
    internal Node[] VectorDerivatives { get; }
}
