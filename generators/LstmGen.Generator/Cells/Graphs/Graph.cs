namespace LstmGen.Generator.Cells;

/// <summary>Builds nodes, one for each distinct computation.</summary>
internal sealed class Graph
{
    private readonly Dictionary<(Op, uint, Quantity, string?, Activation?, string), Node> _nodes = [];
    private readonly Dictionary<string, uint> _constants = [];

    internal Node Input(Quantity quantity, string name) => Make(Op.Input, [], quantity: quantity).As(name);

    /// <summary>A constant by its bits, under the name the generated code shows; a number follows where the name stands for other bits already.</summary>
    internal Node Constant(string name, uint bits)
    {
        string unique = name;
        for (int number = 2; _constants.TryGetValue(unique, out uint known) && known != bits; number++)
        {
            unique = name + number;
        }

        _constants[unique] = bits;
        return Make(Op.Constant, [], bits, name: unique);
    }

    internal Node Constant(string name, float value) => Constant(name, BitsOf.Single(value));

    internal Node One => Constant("one", 0x3F800000);

    internal Node Add(Node a, Node b) => Make(Op.Add, [a, b]);

    internal Node Subtract(Node a, Node b) => Make(Op.Subtract, [a, b]);

    internal Node Multiply(Node a, Node b) => Make(Op.Multiply, [a, b]);

    internal Node Divide(Node a, Node b) => Make(Op.Divide, [a, b]);

    internal Node MultiplyAdd(Node a, Node b, Node c) => Make(Op.MultiplyAdd, [a, b, c]);

    /// <summary>c - a * b.</summary>
    internal Node NegatedMultiplyAdd(Node a, Node b, Node c) => Make(Op.NegatedMultiplyAdd, [a, b, c]);

    /// <summary>The smaller of two values, b where either is NaN or both are equal. Instruction sets disagree on equal zeros: only other constants use theirs.</summary>
    internal Node Min(Node a, Node b) => IsBound(a) ? Make(Op.Min, [a, b]) : Select(a, b, a, b);

    /// <summary>The larger of two values, likewise.</summary>
    internal Node Max(Node a, Node b) => IsBound(a) ? Make(Op.Max, [a, b]) : Select(b, a, a, b);

    /// <summary>c where a is less than b, else d.</summary>
    internal Node Select(Node a, Node b, Node c, Node d) => Make(Op.Select, [a, b, c, d]);

    internal Node ShiftBitsLeft(Node a, int distance) => Make(Op.ShiftBitsLeft, [a], (uint)distance);

    internal Node AddBits(Node a, Node b) => Make(Op.AddBits, [a, b]);

    internal Node Sqrt(Node a) => Make(Op.Sqrt, [a]);

    /// <summary>1 / sqrt(a).</summary>
    internal Node InverseSqrt(Node a) => Make(Op.InverseSqrt, [a]);

    internal Node Exp(Node a) => Make(Op.Exp, [a]);

    internal Node Apply(Activation activation, Node a) => Make(Op.Activation, [a], activation: activation);

    internal Node Mean(Node a) => Make(Op.Mean, [a]);

    /// <summary>The operation of another graph's node on operands of this one.</summary>
    internal Node With(Node node, Node[] operands)
    {
        Node copy = node.Op == Op.Constant ? Constant(node.Name!, node.Bits) : Make(node.Op, operands, node.Bits, node.Quantity, null, node.Activation);
        copy.Name ??= node.Name;
        return copy;
    }

    private static bool IsBound(Node node) => node.Op == Op.Constant && (node.Bits << 1) != 0;

    private Node Make(Op op, Node[] operands, uint bits = 0, Quantity quantity = default, string? name = null, Activation? activation = null)
    {
        (Op, uint, Quantity, string?, Activation?, string) key = (op, bits, quantity, name, activation, string.Join(",", operands.Select(operand => operand.Id)));
        if (!_nodes.TryGetValue(key, out Node? node))
        {
            node = new Node(_nodes.Count, op, operands) { Bits = bits, Quantity = quantity, Activation = activation, Name = name };
            _nodes.Add(key, node);
        }

        return node;
    }
}
