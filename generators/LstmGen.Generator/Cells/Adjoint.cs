namespace LstmGen.Generator.Cells;

/// <summary>
/// Derivatives of a graph by the chain rule, from results back to inputs (reverse accumulation: Griewank and Walther,
/// Evaluating Derivatives, 2008). Graphs of cells have sigmoid and tanh as single nodes here: their derivative is taken
/// through their value, whatever computes it.
/// </summary>
internal sealed class Adjoint
{
    private const uint One = 0x3F800000;
    private const uint MinusOne = 0xBF800000;

    private readonly Graph _graph;
    private readonly Dictionary<Node, Node> _of = [];

    /// <summary>Goes through all that the results depend on.</summary>
    /// <param name="graph">The graph of the results; the derivatives become nodes of it.</param>
    /// <param name="seeds">Results, each with the derivative of the loss with respect to it.</param>
    internal Adjoint(Graph graph, params (Node Result, Node Derivative)[] seeds)
    {
        _graph = graph;
        var reached = new SortedDictionary<int, Node>();
        foreach ((Node result, Node derivative) in seeds)
        {
            Reach(result, reached);
            Add(result, derivative);
        }

        // Operands come before their users: backwards, all users of a node are done before the node.
        foreach (Node node in reached.Values.Reverse())
        {
            if (_of.TryGetValue(node, out Node? derivative))
            {
                PassOn(node, derivative);
            }
        }
    }

    /// <summary>The derivative of the loss with respect to a node.</summary>
    internal Node Of(Node node) => _of[node];

    private static void Reach(Node node, SortedDictionary<int, Node> reached)
    {
        if (!reached.ContainsKey(node.Id))
        {
            reached.Add(node.Id, node);
            Array.ForEach(node.Operands, operand => Reach(operand, reached));
        }
    }

    private void PassOn(Node node, Node derivative)
    {
        Node[] x = node.Operands;
        switch (node.Op)
        {
            case Op.Input or Op.Constant:
                break;
            case Op.Add:
                Add(x[0], derivative);
                Add(x[1], derivative);
                break;
            case Op.Subtract:
                Add(x[0], derivative);
                Subtract(x[1], derivative);
                break;
            case Op.Multiply:
                AddProduct(x[0], derivative, x[1]);
                AddProduct(x[1], derivative, x[0]);
                break;
            case Op.MultiplyAdd:
                AddProduct(x[0], derivative, x[1]);
                AddProduct(x[1], derivative, x[0]);
                Add(x[2], derivative);
                break;
            case Op.Sigmoid: // y' = y (1 - y)
                AddProduct(x[0], derivative, _graph.NegatedMultiplyAdd(node, node, node));
                break;
            case Op.Tanh: // y' = 1 - y^2
                AddProduct(x[0], derivative, _graph.NegatedMultiplyAdd(node, node, _graph.Constant("one", One)));
                break;
            default:
                throw new InvalidOperationException($"{node.Op} has no derivative rule.");
        }
    }

    private void Add(Node node, Node term) => Set(node, _of.TryGetValue(node, out Node? sum) ? _graph.Add(sum, term) : term);

    private void Subtract(Node node, Node term)
        => Set(node, _of.TryGetValue(node, out Node? sum) ? _graph.Subtract(sum, term) : _graph.Multiply(_graph.Constant("minusOne", MinusOne), term));

    private void AddProduct(Node node, Node a, Node b)
        => Set(node, _of.TryGetValue(node, out Node? sum) ? _graph.MultiplyAdd(a, b, sum) : _graph.Multiply(a, b));

    private void Set(Node node, Node derivative)
    {
        if (node.Op != Op.Constant)
        {
            _of[node] = derivative;
        }
    }
}
