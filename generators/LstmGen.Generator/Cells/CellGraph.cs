using LstmGen.Generator.Specs;

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
    /// <summary>Input name of c before the step.</summary>
    internal const string CellBefore = "c";

    /// <summary>Input names of the pre-activations, in PyTorch's gate order: that of the weights.</summary>
    internal string[] Gates { get; init; } = [];

    /// <summary>Input names of the peephole weights, in the order of their gates.</summary>
    internal string[] Peepholes { get; init; } = [];

    /// <summary>
    /// The LSTM of Hochreiter and Schmidhuber with the forget gate of Gers et al., as torch.nn.LSTM computes it:
    /// c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c'). With peepholes (Gers and Schmidhuber) i and f also
    /// see c and o sees c', each by a weight of its unit. Coupled gates (Greff et al.) forget what they add: i = 1 - f.
    /// </summary>
    internal static CellGraph Of(CellSpec spec)
    {
        var graph = new Graph();
        Node before = graph.Input(CellBefore);
        Node f = Gate("f", before);
        Node i = spec.CoupledGates ? graph.Subtract(graph.Constant("one", 0x3F800000), f) : Gate("i", before);
        Node added = graph.Multiply(i, graph.Tanh(graph.Input("g")));
        Node cell = graph.MultiplyAdd(f, before, added);
        Node hidden = graph.Multiply(Gate("o", cell), graph.Tanh(cell));
        (f.Note, added.Note) = ("sigmoid(f)", spec.CoupledGates ? "(1 - sigmoid(f)) tanh(g)" : "sigmoid(i) tanh(g)");
        (cell.Note, hidden.Note) = ("c", "h = sigmoid(o) tanh(c)");
        string[] sigmoids = spec.CoupledGates ? ["f", "o"] : ["i", "f", "o"];
        return new CellGraph(graph, cell, hidden)
        {
            Gates = spec.CoupledGates ? ["f", "g", "o"] : ["i", "f", "g", "o"],
            Peepholes = spec.Peepholes ? Array.ConvertAll(sigmoids, PeepholeOf) : [],
        };

        Node Gate(string name, Node seen)
        {
            Node sum = graph.Input(name);
            return graph.Sigmoid(spec.Peepholes ? graph.MultiplyAdd(graph.Input(PeepholeOf(name)), seen, sum) : sum);
        }
    }

    private static string PeepholeOf(string gate) => "p" + gate;
}
