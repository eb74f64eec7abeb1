using LstmGen.Generator.Cells;
using LstmGen.Generator.Kernels.Form;
using LstmGen.Generator.Planning;
using static LstmGen.Generator.Kernels.Form.Code;

namespace LstmGen.Generator.Kernels.Rows;

/// <summary>What a row becomes: a value of every unit, and where it goes.</summary>
/// <param name="Value">The value.</param>
/// <param name="To">The place of the first unit.</param>
/// <param name="Adds">Whether it is added to what is there.</param>
/// <param name="Over">What was read from that place before, if anything was.</param>
internal sealed record RowResult(Node Value, Place To, bool Adds = false, Quantity? Over = null);

/// <summary>
/// A graph as loops over the units of one row: a vector at a time, all of the widest vectors, since rows are padded to 16 units. Values of padding are zero.
/// Means are sums by the rule of <see cref="PartialSums"/>, divided by the number of units.
/// </summary>
internal sealed class RowLoops
{
    private readonly Machine _machine;
    private readonly int _units;
    private readonly string _first;
    private readonly string? _last;
    private readonly Func<Quantity, (string Name, Place At)> _inputs;
    private readonly RowResult[] _results;
    private readonly RowPasses _passes;
    private readonly Graph _graph = new();
    private readonly Dictionary<Node, int> _known = [];
    private readonly Dictionary<Node, string> _shared = [];
    private readonly List<Node> _copied = [];
    private readonly int _stride;

    /// <param name="machine">The instruction set.</param>
    /// <param name="units">Units of the row.</param>
    /// <param name="inputs">Name and place of what the graph reads.</param>
    /// <param name="results">What it gives.</param>
    internal RowLoops(Machine machine, int units, Func<Quantity, (string Name, Place At)> inputs, params RowResult[] results)
        : this(machine, units, "0", null, inputs, results)
    {
    }

    /// <param name="machine">The instruction set.</param>
    /// <param name="units">Units of the row.</param>
    /// <param name="first">The first unit that loops take, as C# has it.</param>
    /// <param name="last">That behind the last one; null for all.</param>
    /// <param name="inputs">Name and place of what the graph reads.</param>
    /// <param name="results">What it gives.</param>
    internal RowLoops(Machine machine, int units, string first, string? last, Func<Quantity, (string Name, Place At)> inputs, params RowResult[] results)
    {
        (_machine, _units, _first, _last, _inputs, _results) = (machine, units, first, last, inputs, results);
        _stride = Specs.RowLayout.Stride(units);
        _passes = new RowPasses([.. results.Select(result => result.Value)]);
        Row = [.. Passes()];
        CheckOverwritten();
    }

    /// <summary>Constants, ahead of all rows.</summary>
    internal IEnumerable<Statement> Constants => Elementwise.Constants(_machine.Lanes, [.. _copied, .. _passes.MeanCount > 0 ? [Units] : (Node[])[]]);

    /// <summary>One row; scratch lies at z.</summary>
    internal IReadOnlyList<Statement> Row { get; }

    /// <summary>Passes over the units.</summary>
    internal int Count => _passes.Count;

    /// <summary>Floats of scratch.</summary>
    internal int Scratch => _passes.KeptRows + _passes.MeanCount == 0 ? 0 : (_passes.KeptRows * _stride) + Specs.RowLayout.Stride(Math.Max(1, _passes.MeanCount));

    private Node Units => _graph.Constant("units", _units);

    /// <summary>Whether the units have nothing to do with each other.</summary>
    internal bool IsElementwise => _passes.Count == 1 && _passes.MeanCount == 0;

    private int Trips => (_units + _machine.Lanes - 1) / _machine.Lanes;

    /// <summary>Vectors that hold the partial sums of a mean.</summary>
    private int SumVectors => 16 / _machine.Lanes;

    private IEnumerable<Statement> Passes()
    {
        for (int pass = 0; pass < _passes.Count; pass++)
        {
            foreach (Statement statement in Shared(pass).Concat(Pass(pass)))
            {
                yield return statement;
            }
        }
    }

    private IEnumerable<Statement> Shared(int pass)
    {
        Node[] shared = [.. _passes.Shared(pass)];
        if (shared.Length == 0)
        {
            return [];
        }

        // Those of one level may depend on each other: copied from the means on.
        var inputs = new Dictionary<Quantity, Value>();
        Node[] copies = Copy(pass, shared, inputs, vectors: null);
        var values = new Elementwise($"all{pass}", inputs, _machine.Lanes, _machine.Lanes, copies);
        for (int at = 0; at < shared.Length; at++)
        {
            _shared[shared[at]] = ((Local)values.Results[at]).Name;
        }

        return values.Body;
    }

    private IEnumerable<Statement> Pass(int pass)
    {
        RowResult[] results = [.. _results.Where(result => _passes.LevelOf(result.Value) == pass)];
        Node[] kept = [.. _passes.Kept(pass)], means = [.. _passes.Means(pass)];
        if (results.Length + kept.Length + means.Length == 0)
        {
            yield break;
        }

        if (pass > 0)
        {
            yield return Blank;
        }

        foreach (Statement start in means.SelectMany(mean => Sums(mean).Select(sum => new Let(sum, Zero(_machine.Lanes), _machine.Lanes))))
        {
            yield return start;
        }

        yield return new Block(Trips > 1 ? $"for (nint unit = {_first}; unit < {_last ?? $"{Trips * _machine.Lanes}"}; unit += {_machine.Lanes})" : null, [.. Vector()]);

        foreach (Node mean in means)
        {
            int place = _passes.KeptRows * _stride + MeanIndex(mean);
            Local[] sums = Sums(mean);
            yield return new Block(null,
            [
                .. PartialSums.Fold(
                    [.. Enumerable.Range(0, sums.Length).Select(group => sums[((group - Trips) % sums.Length + sums.Length) % sums.Length])], _machine.Lanes,
                    sum => new Store(sum, At("z", place), 1)),
            ]);
            _shared[mean] = $"mean{MeanIndex(mean)}";
            yield return new Let(new(_shared[mean]), new Apply(Op.Divide, _machine.Lanes, 0, new Splat(At("z", place), _machine.Lanes), new Local(Units.Name!)));
        }

        IEnumerable<Statement> Vector()
        {
            Offset unit = Trips > 1 ? "unit" : 0;
            Node[] roots = [.. results.Select(result => result.Value), .. kept, .. means.Select(mean => mean.Operands[0])];
            var inputs = new Dictionary<Quantity, Value>();
            var loads = new List<Let>();
            Node[] copies = Copy(pass, roots, inputs, (name, place) =>
            {
                loads.Add(new Let(new(name), new Load(Moved(place), _machine.Lanes)));
                return new Local(name);
            });
            foreach (Quantity once in ReadOnce(copies).Where(quantity => inputs[quantity] is Local local && loads.Any(load => load.To == local)))
            {
                // All is read before anything is stored that it might lie under.
                Let load = loads.Single(each => each.To == inputs[once]);
                loads.Remove(load);
                inputs[once] = load.Of;
            }

            var values = new Elementwise(inputs, _machine.Lanes, _machine.Lanes, copies);
            Value[] found = values.Results;
            Value[] stored = [.. found.Take(results.Length)], summed = [.. found.Skip(results.Length + kept.Length)];
            return
            [
                .. loads,
                .. values.Body,
                .. kept.Select((node, at) => new Store(found[results.Length + at], Moved(KeptAt(node)), _machine.Lanes)),
                .. Valid([.. stored.Concat(summed).Distinct()], values, stored, summed),
                .. results.Select((result, at) => new Store(
                    result.Adds ? Add(new Load(Moved(result.To), _machine.Lanes), stored[at], _machine.Lanes) : stored[at], Moved(result.To), _machine.Lanes)),
                .. means.SelectMany((mean, at) => Added(Sums(mean), summed[at], at)),
            ];

            Place Moved(Place place) => place with { Offset = Sum(place.Offset, unit) };
        }
    }

    /// <summary>What one operation reads and no other, of values that are not themselves wanted.</summary>
    private static IEnumerable<Quantity> ReadOnce(Node[] results)
    {
        var uses = new Dictionary<Node, int>();
        var seen = new HashSet<Node>();
        Array.ForEach(results, result => Use(result, result.Op == Op.Input ? 2 : 1));
        return uses.Where(each => each.Key.Op == Op.Input && each.Value == 1).Select(each => each.Key.Quantity);

        void Use(Node node, int count)
        {
            uses[node] = (uses.TryGetValue(node, out int before) ? before : 0) + count;
            if (seen.Add(node))
            {
                Array.ForEach(node.Operands, operand => Use(operand, 1));
            }
        }
    }

    /// <summary>Zeros in place of values of units that are not there, in the last vector; the arrays then hold what is left.</summary>
    private IEnumerable<Statement> Valid(Value[] all, Elementwise values, params Value[][] uses)
    {
        int valid = _units % _machine.Lanes;
        if (valid == 0)
        {
            yield break;
        }

        var masked = new List<Statement>();
        foreach ((Value value, int at) in all.Select((value, at) => (value, at)))
        {
            Value last = new Masked(value, _machine.Lanes, valid);
            if (Trips > 1)
            {
                // What has a local of its own is changed there.
                var local = value as Local;
                if (local is null || !values.Body.Any(statement => statement is Let let && let.To == local))
                {
                    local = new($"valid{at}");
                    yield return new Let(local, value);
                }

                masked.Add(new Set(local, last));
                last = local;
            }

            foreach (Value[] use in uses)
            {
                for (int index = 0; index < use.Length; index++)
                {
                    use[index] = use[index] == value ? last : use[index];
                }
            }
        }

        if (masked.Count > 0)
        {
            yield return new Block($"if (unit == {(Trips - 1) * _machine.Lanes})", masked);
        }
    }

    /// <summary>Adds to the partial sums whose turn it is; the others move up.</summary>
    private IEnumerable<Statement> Added(Local[] sums, Value value, int number)
    {
        if (sums.Length == 1)
        {
            yield return new Set(sums[0], Add(sums[0], value, _machine.Lanes));
            yield break;
        }

        var last = new Local($"turn{number}");
        yield return new Let(last, Add(sums[0], value, _machine.Lanes));
        for (int at = 0; at < sums.Length; at++)
        {
            yield return new Set(sums[at], at == sums.Length - 1 ? last : sums[at + 1]);
        }
    }

    private Local[] Sums(Node mean) => [.. Enumerable.Range(0, SumVectors).Select(vector => new Local($"sum{MeanIndex(mean)}_{vector}"))];

    private int MeanIndex(Node mean) => Index(mean);

    private Place KeptAt(Node node) => At("z", Index(node) * _stride);

    /// <summary>Means and kept values are numbered as they come.</summary>
    private int Index(Node node)
    {
        if (!_known.TryGetValue(node, out int index))
        {
            index = _known.Keys.Count(other => (other.Op == Op.Mean) == (node.Op == Op.Mean));
            _known.Add(node, index);
        }

        return index;
    }

    /// <summary>Values as functions of what a pass has.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="roots">The values.</param>
    /// <param name="inputs">Filled: what they read.</param>
    /// <param name="vectors">Loads what differs from unit to unit under a name; null where nothing does.</param>
    private Node[] Copy(int pass, Node[] roots, Dictionary<Quantity, Value> inputs, Func<string, Place, Value>? vectors)
    {
        var copies = new Dictionary<Node, Node>();
        Node[] copied = Array.ConvertAll(roots, Visit);
        _copied.AddRange(copied);
        return copied;

        Node Visit(Node node)
        {
            if (!copies.TryGetValue(node, out Node? copy))
            {
                copy = node.Op == Op.Input ? Read(node.Quantity, _inputs(node.Quantity))
                    : _shared.TryGetValue(node, out string? name) ? Known(node, new Local(name))
                    : _passes.IsKept(node) && _passes.LevelOf(node) < pass ? Known(node, vectors!($"kept{Index(node)}", KeptAt(node)))
                    : _graph.With(node, Array.ConvertAll(node.Operands, Visit));
                copies[node] = copy;
            }

            return copy;
        }

        Node Read(Quantity quantity, (string Name, Place At) from)
        {
            if (!inputs.ContainsKey(quantity))
            {
                inputs.Add(quantity, vectors!(from.Name, from.At));
            }

            return _graph.Input(quantity, from.Name);
        }

        Node Known(Node node, Value value)
        {
            var quantity = new Quantity(QuantityKind.Known, node.Id);
            inputs[quantity] = value;
            return _graph.Input(quantity, node.Name ?? "known");
        }
    }

    private static Offset Sum(Offset place, Offset unit)
        => unit.Symbol is null ? place + unit.Constant : place.Symbol is null ? unit + place.Constant : throw new InvalidOperationException("A place has two symbols.");

    /// <summary>A result that replaces what a later pass reads would be a wrong kernel.</summary>
    private void CheckOverwritten()
    {
        foreach (RowResult result in _results.Where(result => result.Over is not null))
        {
            int pass = _passes.LevelOf(result.Value);
            if (_results.Any(other => _passes.LevelOf(other.Value) > pass && ReadsIn(other.Value, result.Over!.Value, pass)))
            {
                throw new InvalidOperationException($"{result.Over} is read after it has been replaced.");
            }
        }
    }

    /// <summary>Whether a later pass than one reads a quantity for a value.</summary>
    private bool ReadsIn(Node node, Quantity quantity, int pass)
    {
        var seen = new HashSet<Node>();
        return Visit(node);

        bool Visit(Node each) => seen.Add(each) && !_passes.IsKept(each)
            && (each.Op == Op.Input ? each.Quantity.Equals(quantity) : (each.Op != Op.Mean || _passes.LevelOf(each) > pass + 1) && each.Operands.Any(Visit));
    }
}
