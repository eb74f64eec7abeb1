namespace LstmGen.Training;

/// <summary>Prefixes as a tree, so that two ways to the same labels meet in one node. The root has no label.</summary>
internal sealed class CtcPrefixes
{
    internal const int None = -1;

    private (int Parent, int Label, int Child, int Sibling, int Depth)[] _nodes = [];
    private int _count;

    internal void Begin(int most)
    {
        if (_nodes.Length < most)
        {
            _nodes = new (int, int, int, int, int)[most];
        }

        _nodes[0] = (None, None, None, None, 0);
        _count = 1;
    }

    internal int Label(int node) => _nodes[node].Label;

    internal int Parent(int node) => _nodes[node].Parent;

    /// <summary>The prefix with one label more.</summary>
    internal int Extended(int node, int label)
    {
        int child = _nodes[node].Child;
        for (; child != None; child = _nodes[child].Sibling)
        {
            if (_nodes[child].Label == label)
            {
                return child;
            }
        }

        _nodes[_count] = (node, label, None, _nodes[node].Child, _nodes[node].Depth + 1);
        _nodes[node].Child = _count;
        return _count++;
    }

    internal int[] Labels(int node)
    {
        int[] labels = new int[_nodes[node].Depth];
        for (int index = labels.Length - 1; index >= 0; index--, node = _nodes[node].Parent)
        {
            labels[index] = _nodes[node].Label;
        }

        return labels;
    }
}
