namespace LstmGen.Generator.Cells;

/// <summary>
/// One step of a cell for one unit: from the pre-activations of the gates and the cell state before to the cell state
/// and the hidden state after.
/// </summary>
/// <param name="Graph">Where the nodes live.</param>
/// <param name="Cell">c after the step.</param>
/// <param name="Hidden">h after the step.</param>
internal sealed record CellGraph(Graph Graph, Node Cell, Node Hidden)
{
    /// <summary>Pre-activations, in PyTorch's gate order.</summary>
    internal static readonly string[] Gates = ["i", "f", "g", "o"];

    /// <summary>Input name of c before the step.</summary>
    internal const string CellBefore = "c";

    /// <summary>
    /// The LSTM of Hochreiter and Schmidhuber with the forget gate of Gers et al., as torch.nn.LSTM computes it:
    /// c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c').
    /// </summary>
    internal static CellGraph Vanilla()
    {
        var graph = new Graph();
        Node i = graph.Sigmoid(graph.Input("i"));
        Node f = graph.Sigmoid(graph.Input("f"));
        Node g = graph.Tanh(graph.Input("g"));
        Node o = graph.Sigmoid(graph.Input("o"));
        Node added = graph.Multiply(i, g);
        Node cell = graph.MultiplyAdd(f, graph.Input(CellBefore), added);
        Node hidden = graph.Multiply(o, graph.Tanh(cell));
        (f.Note, added.Note) = ("sigmoid(f)", "sigmoid(i) tanh(g)");
        (cell.Note, hidden.Note) = ("c", "h = sigmoid(o) tanh(c)");
        return new CellGraph(graph, cell, hidden);
    }
}
