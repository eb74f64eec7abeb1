using LstmGen.Generator.Cells;

namespace LstmGen.Generator.Kernels.Rows;

/// <summary>
/// A graph with means over the units of a row, cut into passes over them: a mean ends a pass, what needs it is for the next. A value that a later pass needs is
/// computed again where that takes few operations, else kept in a row of its own. What all units share is computed once, between passes.
/// </summary>
internal sealed class RowPasses
{
    // Operations that are done again rather than stored and loaded.
    private const int Again = 4;

    private readonly Dictionary<Node, int> _levels = [];
    private readonly Dictionary<Node, bool> _shared = [];
    private readonly HashSet<Node> _kept = [];
    private readonly HashSet<Node> _needed = [];
    private readonly HashSet<Node> _seen = [];

    internal RowPasses(IReadOnlyList<Node> results)
    {
        Count = 1 + results.Max(LevelOf);
        for (int pass = Count - 1; pass >= 0; pass--)
        {
            _seen.Clear();
            foreach (Node root in results.Where(result => LevelOf(result) == pass).Concat(Kept(pass).ToArray()).Concat(Means(pass).Select(mean => mean.Operands[0]).ToArray()))
            {
                NeedOperands(root, pass);
            }
        }
    }

    /// <summary>Passes over the units.</summary>
    internal int Count { get; }

    /// <summary>How many rows keep values from pass to pass.</summary>
    internal int KeptRows => _kept.Count;

    /// <summary>How many means there are.</summary>
    internal int MeanCount => _needed.Count(node => node.Op == Op.Mean);

    /// <summary>The pass in which a value can be computed first.</summary>
    internal int LevelOf(Node node)
    {
        if (!_levels.TryGetValue(node, out int level))
        {
            level = node.Operands.Select(LevelOf).DefaultIfEmpty(0).Max() + (node.Op == Op.Mean ? 1 : 0);
            _levels.Add(node, level);
        }

        return level;
    }

    /// <summary>Whether a value is the same for all units of a row.</summary>
    internal bool IsShared(Node node)
    {
        if (!_shared.TryGetValue(node, out bool shared))
        {
            shared = node.Op is Op.Constant or Op.Mean || (node.Op != Op.Input && node.Operands.All(IsShared));
            _shared.Add(node, shared);
        }

        return shared;
    }

    internal bool IsKept(Node node) => _kept.Contains(node);

    /// <summary>What a pass keeps for later ones.</summary>
    internal IEnumerable<Node> Kept(int pass) => _kept.Where(node => LevelOf(node) == pass).OrderBy(node => node.Id);

    /// <summary>The means that end a pass.</summary>
    internal IEnumerable<Node> Means(int pass) => _needed.Where(node => node.Op == Op.Mean && LevelOf(node) == pass + 1).OrderBy(node => node.Id);

    /// <summary>What is computed once before a pass, of the means that ended those before.</summary>
    internal IEnumerable<Node> Shared(int pass) => _needed.Where(node => node.Op != Op.Mean && LevelOf(node) == pass).OrderBy(node => node.Id);

    private void Need(Node node, int pass)
    {
        if (node.Op is Op.Input or Op.Constant || IsKept(node) || !_seen.Add(node))
        {
            return;
        }

        if (!IsShared(node) && LevelOf(node) < pass && Operations(node, Again) > Again)
        {
            _kept.Add(node);
        }
        else
        {
            NeedOperands(node, pass);
        }
    }

    /// <summary>A mean's own operands are a matter of the pass that it ends.</summary>
    private void NeedOperands(Node node, int pass)
    {
        if (!IsShared(node) || (node.Op != Op.Constant && _needed.Add(node) && node.Op != Op.Mean))
        {
            Array.ForEach(node.Operands, operand => Need(operand, pass));
        }
    }

    /// <summary>Operations from what a later pass has, counted up to one more than a limit.</summary>
    private int Operations(Node node, int limit)
    {
        if (node.Op is Op.Input or Op.Constant || IsShared(node) || IsKept(node))
        {
            return 0;
        }

        int count = 1;
        for (int at = 0; at < node.Operands.Length && count <= limit; at++)
        {
            count += Operations(node.Operands[at], limit - count);
        }

        return count;
    }
}
