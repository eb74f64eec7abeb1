namespace LstmGen.Generator.Cells;

/// <summary>Builds nodes, one for each distinct computation.</summary>
internal sealed class Graph
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    internal Node Input(string name) => Make(Op.Input, 0, name);

    /// <summary>A constant by its bits, under the name the generated code shows.</summary>
    internal Node Constant(string name, uint bits) => Make(Op.Constant, bits, name);

    internal Node Add(Node a, Node b) => Make(Op.Add, 0, null, a, b);

    internal Node Subtract(Node a, Node b) => Make(Op.Subtract, 0, null, a, b);

    internal Node Multiply(Node a, Node b) => Make(Op.Multiply, 0, null, a, b);

    internal Node Divide(Node a, Node b) => Make(Op.Divide, 0, null, a, b);

    internal Node MultiplyAdd(Node a, Node b, Node c) => Make(Op.MultiplyAdd, 0, null, a, b, c);

    /// <summary>c - a * b.</summary>
    internal Node NegatedMultiplyAdd(Node a, Node b, Node c) => Make(Op.NegatedMultiplyAdd, 0, null, a, b, c);

    internal Node Min(Node bound, Node value) => Bound(Op.Min, bound, value);

    internal Node Max(Node bound, Node value) => Bound(Op.Max, bound, value);

    internal Node ShiftBitsLeft(Node a, int distance) => Make(Op.ShiftBitsLeft, (uint)distance, null, a);

    internal Node AddBits(Node a, Node b) => Make(Op.AddBits, 0, null, a, b);

    internal Node Sigmoid(Node a) => Make(Op.Sigmoid, 0, null, a);

    internal Node Tanh(Node a) => Make(Op.Tanh, 0, null, a);

    /// <summary>The operation of another graph's node on operands of this one.</summary>
    internal Node With(Node node, Node[] operands) => Make(node.Op, node.Bits, node.Name, operands);

    private Node Bound(Op op, Node bound, Node value)
    {
        if (bound.Op != Op.Constant || (bound.Bits << 1) == 0)
        {
            throw new ArgumentException("The first operand must be a constant other than zero: instruction sets differ on equal zeros.");
        }

        return Make(op, 0, null, bound, value);
    }

    private Node Make(Op op, uint bits, string? name, params Node[] operands)
    {
        string key = $"{(int)op}:{bits}:{name}:{string.Join(",", operands.Select(operand => operand.Id))}";
        if (!_nodes.TryGetValue(key, out Node? node))
        {
            node = new Node(_nodes.Count, op, operands, bits, name);
            _nodes.Add(key, node);
        }

        return node;
    }
}
