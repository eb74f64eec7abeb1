namespace LstmGen.Generator.Cells;

/// <summary>
/// A cell that takes sums by rows: its step, and the backward step, derived from the graph. The tape of such a cell are its sums and states; what the step
/// made of them is computed again.
/// </summary>
internal sealed class RowCell
{
    internal RowCell(Cell cell, ActivationChoice choice)
    {
        CellStep step = cell.Step();
        Graph graph = step.Graph;
        Node[] sums = [.. cell.Sums.Concat(cell.Sums).Select((name, at) => graph.Input(new(QuantityKind.Sum, at), name))];
        Node[] before = [.. cell.States.Select((name, at) => graph.Input(new(QuantityKind.Before, at), name))];
        Node[] vectors = [.. cell.Vectors.Select((name, at) => graph.Input(new(QuantityKind.Vector, at), name))];
        Forward = Lowering.Lower(new Graph(), choice, step.After);
        var adjoint = new Adjoint(graph, [.. step.After.Select((after, at) => (after, graph.Input(new(QuantityKind.AfterDerivative, at), $"d{cell.States[at]}")))]);
        Node[] results = [.. sums.Concat(before).Concat(vectors).Select(adjoint.Of)];
        ReadsFirstState = results[sums.Length].Op != Op.Constant;
        Node[] backward = Lowering.Lower(new Graph(), choice, results);
        SumDerivatives = [.. backward.Take(sums.Length)];
        BeforeDerivatives = [.. backward.Skip(sums.Length).Take(before.Length)];
        VectorDerivatives = [.. backward.Skip(sums.Length + before.Length)];
    }

    /// <summary>Each state after a step, of elementary operations and means.</summary>
    internal Node[] Forward { get; }

    /// <summary>Whether the equations read the state that others read, beside the sums over it.</summary>
    internal bool ReadsFirstState { get; }

    /// <summary>The derivative with respect to each sum, those over the inputs first.</summary>
    internal Node[] SumDerivatives { get; }

    /// <summary>The derivative with respect to each state before the step, apart from what goes through sums.</summary>
    internal Node[] BeforeDerivatives { get; }

    /// <summary>The derivative with respect to each weight of a unit.</summary>
    internal Node[] VectorDerivatives { get; }
}
