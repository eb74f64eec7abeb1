using LstmGen.Generator.Cells;

namespace LstmGen.Dynamic;

/// <summary>
/// Finds exp(x) and exp(x) - 1 among the operations of a cell, which are most of them: one loop computes either with the same operations, in the same order. What is not
/// found is computed operation by operation.
/// </summary>
internal sealed class ExpPattern
{
    /// <summary>Names of the constants, in the order in which the loop reads them.</summary>
    private static readonly string[] s_names = ["low", "high", "log2E", "magic", "minusLn2High", "minusLn2Low", "c2", "c3", "c4", "c5", "c6", "one", "minusOne"];

    private readonly Node _exp;
    private readonly Node _lessOne;

    internal ExpPattern()
    {
        var graph = new Graph();
        Node x = graph.Input(default, "x");
        _exp = AccurateActivations.Exp(graph, x);
        _lessOne = AccurateActivations.ExpMinusOne(graph, x);
        var bits = new Dictionary<string, uint>();
        Visit(_lessOne, bits);
        Constants = Array.ConvertAll(s_names, name => bits[name]);
    }

    /// <summary>Bits of the constants.</summary>
    internal uint[] Constants { get; }

    /// <summary>The argument of an exponential, and whether 1 is taken from it; null where a node is none.</summary>
    internal (Node X, bool LessOne)? Match(Node node)
        => Argument(node, _exp) is { } x ? (x, false) : Argument(node, _lessOne) is { } lessOne ? (lessOne, true) : null;

    private static Node? Argument(Node node, Node pattern)
    {
        Node? x = null;
        var same = new HashSet<(Node, Node)>();
        return Same(node, pattern) ? x : null;

        bool Same(Node one, Node other)
        {
            if (other.Op == Op.Input)
            {
                x ??= one;
                return x == one;
            }

            if (same.Contains((one, other)))
            {
                return true;
            }

            bool equal = one.Op == other.Op && one.Bits == other.Bits && one.Operands.Length == other.Operands.Length;
            for (int at = 0; equal && at < one.Operands.Length; at++)
            {
                equal = Same(one.Operands[at], other.Operands[at]);
            }

            return equal && (same.Add((one, other)) || true);
        }
    }

    private static void Visit(Node node, Dictionary<string, uint> bits)
    {
        if (node.Op == Op.Constant)
        {
            bits[node.Name!] = node.Bits;
        }

        foreach (Node operand in node.Operands)
        {
            Visit(operand, bits);
        }
    }
}
