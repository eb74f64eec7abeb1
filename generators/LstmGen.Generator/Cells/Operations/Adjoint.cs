namespace LstmGen.Generator.Cells;

/// <summary>
/// Derivatives of a graph by the chain rule, from results back to inputs (reverse accumulation: Griewank and Walther,
/// Evaluating Derivatives, 2008). Activations are single nodes here: their derivative is taken through their value, whatever
/// computes it.
/// </summary>
internal sealed class Adjoint
{
    private const uint MinusOne = 0xBF800000;

    private readonly Dictionary<Node, Node> _of = [];

    /// <summary>Goes through all that the results depend on.</summary>
    /// <param name="graph">The graph of the results; the derivatives become nodes of it.</param>
    /// <param name="seeds">Results, each with the derivative of the loss with respect to it.</param>
    internal Adjoint(Graph graph, params (Node Result, Node Derivative)[] seeds)
    {
        Graph = graph;
        var reached = new SortedDictionary<int, Node>();
        foreach ((Node result, Node derivative) in seeds)
        {
            Reach(result, reached);
            Add(result, derivative);
        }

        // Operands come before their users: backwards, all users of a node are done before the node.
        foreach (Node node in reached.Values.Reverse())
        {
            if (node.Op is not (Op.Input or Op.Constant) && _of.TryGetValue(node, out Node? derivative))
            {
                Operation.Of(node.Op).PassOn(this, node, derivative);
            }
        }
    }

    internal Graph Graph { get; }

    /// <summary>The derivative of the loss with respect to a node; zero where nothing passes on to it.</summary>
    internal Node Of(Node node) => _of.TryGetValue(node, out Node? derivative) ? derivative : Graph.Constant("zero", 0);

    private static void Reach(Node node, SortedDictionary<int, Node> reached)
    {
        if (!reached.ContainsKey(node.Id))
        {
            reached.Add(node.Id, node);
            Array.ForEach(node.Operands, operand => Reach(operand, reached));
        }
    }

    internal void Add(Node node, Node term) => Set(node, _of.TryGetValue(node, out Node? sum) ? Graph.Add(sum, term) : term);

    internal void Subtract(Node node, Node term)
        => Set(node, _of.TryGetValue(node, out Node? sum) ? Graph.Subtract(sum, term) : Graph.Multiply(Graph.Constant("minusOne", MinusOne), term));

    internal void AddProduct(Node node, Node a, Node b)
        => Set(node, _of.TryGetValue(node, out Node? sum) ? Graph.MultiplyAdd(a, b, sum) : Graph.Multiply(a, b));

    private void Set(Node node, Node derivative)
    {
        if (node.Op != Op.Constant)
        {
            _of[node] = derivative;
        }
    }
}
