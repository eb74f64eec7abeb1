using LstmGen.Generator.Cells;
using LstmGen.Generator.Dialects;

namespace LstmGen.Generator.Emission;

/// <summary>
/// Writes a graph as statements: one local for each value that is used twice, expressions for the rest. Constants are
/// locals of the method, of its widest vectors.
/// </summary>
internal sealed class CellEmitter(CodeWriter writer, Dialect dialect, int lanes, int widest)
{
    // Longer expressions are cut at a local, for whoever steps through.
    private const int LongestExpression = 110;

    private readonly Dictionary<Node, string> _names = [];
    private readonly Dictionary<Node, int> _uses = [];
    private int _locals;

    /// <summary>Writes what is needed for the results; gives an expression for each.</summary>
    /// <param name="inputs">Expressions of the named inputs.</param>
    /// <param name="results">The values wanted.</param>
    internal string[] Emit(IReadOnlyDictionary<string, string> inputs, params Node[] results)
    {
        foreach (Node result in results)
        {
            Count(result);
        }

        return Array.ConvertAll(results, result =>
        {
            string value = Value(result, inputs);
            return result.Operands.Length > 0 && !_names.ContainsKey(result) ? Local(result, value) : value;
        });
    }

    /// <summary>Declares the constants of a cell.</summary>
    internal static void Constants(CodeWriter writer, Dialect dialect, CellGraph cell, int widest)
        => Constants(writer, dialect, widest, cell.Cell, cell.Hidden);

    /// <summary>Declares the constants of some values.</summary>
    internal static void Constants(CodeWriter writer, Dialect dialect, int widest, params Node[] results)
    {
        var seen = new HashSet<Node>();
        Array.ForEach(results, Visit);

        void Visit(Node node)
        {
            if (seen.Add(node))
            {
                Array.ForEach(node.Operands, Visit);
                if (node.Op == Op.Constant)
                {
                    writer.Line($"var {node.Name} = {dialect.Constant(widest, node.Bits)}; // {Decimal(node.Bits)}");
                }
            }
        }
    }

    private static string Decimal(uint bits)
        => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0).ToString("G9", System.Globalization.CultureInfo.InvariantCulture);

    private void Count(Node node)
    {
        _uses[node] = _uses.TryGetValue(node, out int uses) ? uses + 1 : 1;
        if (uses == 0)
        {
            foreach (Node operand in node.Operands)
            {
                Count(operand);
            }
        }
    }

    private string Value(Node node, IReadOnlyDictionary<string, string> inputs)
    {
        if (_names.TryGetValue(node, out string? name))
        {
            return name;
        }

        string[] x = Array.ConvertAll(node.Operands, operand => Value(operand, inputs));
        string text = node.Op switch
        {
            Op.Input => inputs[node.Name!],
            Op.Constant => dialect.Narrow(node.Name!, widest, lanes),
            Op.Add => $"({x[0]} + {x[1]})",
            Op.Subtract => $"({x[0]} - {x[1]})",
            Op.Multiply => $"({x[0]} * {x[1]})",
            Op.Divide => $"({x[0]} / {x[1]})",
            Op.MultiplyAdd => dialect.MultiplyAdd(lanes, Bare(x[0]), Bare(x[1]), Bare(x[2])),
            Op.NegatedMultiplyAdd => dialect.NegatedMultiplyAdd(lanes, Bare(x[0]), Bare(x[1]), Bare(x[2])),
            Op.Min => dialect.Min(lanes, Bare(x[0]), Bare(x[1])),
            Op.Max => dialect.Max(lanes, Bare(x[0]), Bare(x[1])),
            Op.ShiftBitsLeft => dialect.ShiftBitsLeft(lanes, x[0], node.Bits),
            Op.AddBits => dialect.AddBits(x[0], x[1]),
            _ => throw new InvalidOperationException($"{node.Op} is not elementary."),
        };
        bool leaf = node.Op is Op.Input or Op.Constant;
        return !leaf && (_uses[node] > 1 || text.Length > LongestExpression || node.Note != null) ? Local(node, text) : text;
    }

    private string Local(Node node, string text)
    {
        string name = $"v{_locals++}";
        writer.Line($"var {name} = {Bare(text)};{(node.Note == null ? "" : $" // {node.Note}")}");
        _names.Add(node, name);
        return name;
    }

    /// <summary>An expression without parentheses around all of it: what is assigned or passed needs none.</summary>
    private static string Bare(string text)
        => text[0] == '(' && text[text.Length - 1] == ')' && Closes(text) ? text.Substring(1, text.Length - 2) : text;

    /// <summary>Whether the first parenthesis closes at the very end.</summary>
    private static bool Closes(string text)
    {
        int depth = 0;
        for (int at = 0; at < text.Length - 1; at++)
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return false;
            }
        }

        return true;
    }
}
