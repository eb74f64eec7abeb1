namespace LstmGen.Training;

/// <summary>Rows that forward passes remember until their backward passes, the last one first.</summary>
internal sealed class BlockRows(int most, string unit = "rows")
{
    private readonly int[] _counts = new int[most];
    private int _passes;
    private int _used;

    /// <summary>Rows of the next forward pass.</summary>
    /// <returns>The first row they have.</returns>
    internal int Push(int rows, bool nested)
    {
        (int passes, int used) = nested ? (_passes, _used) : (0, 0);
        if (rows > most - used)
        {
            throw new ArgumentException(
                $"inputs has {rows} {unit}{(used == 0 ? "" : $" and passes before it remember {used}")}; at most {most} were asked for when the block was made.", "inputs");
        }

        _counts[passes] = rows;
        (_passes, _used) = (passes + 1, used + rows);
        return used;
    }

    /// <summary>Rows of the last forward pass, without using it up.</summary>
    internal (int First, int Count) Last => _passes == 0
        ? throw new InvalidOperationException("Backward needs a Forward before it: each backward pass uses up what its forward pass remembered.")
        : (_used - _counts[_passes - 1], _counts[_passes - 1]);

    /// <summary>Forgets all.</summary>
    internal void Clear() => (_passes, _used) = (0, 0);

    /// <summary>Uses up the last forward pass.</summary>
    internal void Pop() => _used -= _counts[--_passes];
}
