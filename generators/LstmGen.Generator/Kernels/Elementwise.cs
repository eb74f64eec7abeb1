using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels;

/// <summary>
/// A graph as statements for one vector of units: a local for each value that is used twice or says what it is, expressions for the rest.
/// Constants are locals of the method, of its widest vectors, in the order of their use.
/// </summary>
internal sealed class Elementwise
{
    // Longer expressions are cut at a local, for whoever steps through.
    private const int LongestExpression = 3;

    private readonly IReadOnlyDictionary<Quantity, Value> _inputs;
    private readonly int _lanes;
    private readonly int _widest;
    private readonly string _prefix;
    private readonly List<Statement> _body = [];
    private readonly Dictionary<Node, Value> _values = [];
    private readonly Dictionary<Node, int> _uses = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>Writes what is needed for the results.</summary>
    /// <param name="inputs">Values of what comes from outside.</param>
    /// <param name="lanes">Floats of a vector.</param>
    /// <param name="widest">Floats of the constants' vectors.</param>
    /// <param name="results">The values wanted.</param>
    internal Elementwise(IReadOnlyDictionary<Quantity, Value> inputs, int lanes, int widest, params Node[] results)
        : this("", inputs, lanes, widest, results)
    {
    }

    /// <summary>The same, with names of locals that begin with something, since those of other scopes may not be theirs.</summary>
    internal Elementwise(string prefix, IReadOnlyDictionary<Quantity, Value> inputs, int lanes, int widest, params Node[] results)
    {
        (_prefix, _inputs, _lanes, _widest) = (prefix, inputs, lanes, widest);
        Array.ForEach(results, Count);
        Results = Array.ConvertAll(results, result =>
        {
            Value value = ValueOf(result).Value;
            return result.Operands.Length > 0 && value is not Local ? Name(result, value) : value;
        });
    }

    internal IReadOnlyList<Statement> Body => _body;

    internal Value[] Results { get; }

    /// <summary>Declares the constants of some values.</summary>
    internal static IEnumerable<Statement> Constants(int widest, params Node[] results)
    {
        var seen = new HashSet<Node>();
        Array.ForEach(results, Visit);
        return seen.Where(node => node.Op == Op.Constant).OrderBy(node => node.Id)
            .Select(node => new Let(new(node.Name!), new Form.Constant(node.Bits, widest), Note: Decimal(node.Bits)));

        void Visit(Node node)
        {
            if (seen.Add(node))
            {
                Array.ForEach(node.Operands, Visit);
            }
        }
    }

    private static string Decimal(uint bits)
        => BitsOf.Float(bits).ToString("G9", System.Globalization.CultureInfo.InvariantCulture);

    private void Count(Node node)
    {
        _uses[node] = _uses.TryGetValue(node, out int uses) ? uses + 1 : 1;
        if (uses == 0)
        {
            Array.ForEach(node.Operands, Count);
        }
    }

    /// <summary>The value of a node, and the operations that its expression holds.</summary>
    private (Value Value, int Operations) ValueOf(Node node)
    {
        if (_values.TryGetValue(node, out Value? known))
        {
            return (known, 0);
        }

        if (node.Op is Op.Input or Op.Constant)
        {
            return (node.Op == Op.Input ? _inputs[node.Quantity] : Low(new Local(node.Name!), _widest, _lanes), 0);
        }

        (Value Value, int Operations)[] x = Array.ConvertAll(node.Operands, ValueOf);
        var value = new Apply(node.Op, _lanes, node.Bits, Array.ConvertAll(x, operand => operand.Value));
        int operations = 1 + x.Sum(operand => operand.Operations);
        return _uses[node] > 1 || operations > LongestExpression || node.Note != null ? (Name(node, value), 0) : (value, operations);
    }

    private Local Name(Node node, Value value)
    {
        string name = _prefix.Length == 0 ? node.Name ?? "v" : _prefix + node.Suffix();
        int same = _names.TryGetValue(name, out int uses) ? uses : 0;
        _names[name] = same + 1;
        var local = new Local(same == 0 && node.Name is not null ? name : $"{name}{same}");
        _body.Add(new Let(local, value, Note: node.Note));
        _values.Add(node, local);
        return local;
    }
}
