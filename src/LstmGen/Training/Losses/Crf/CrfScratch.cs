namespace LstmGen.Training;

/// <summary>What a pass needs: scores in double with the constraints in them, and memory of one sequence, which grows to the longest and is kept.</summary>
internal sealed class CrfScratch(int tags)
{
    private double[] _shares = [];
    private int[] _before = [];

    /// <summary>[K, K]: score of tag i before tag j at j K + i; negative infinity where that is not allowed.</summary>
    internal double[] Transitions { get; } = new double[tags * tags];

    internal double[] Starts { get; } = new double[tags];

    internal double[] Ends { get; } = new double[tags];

    /// <summary>Sums of gradients, each of the shape of its scores; those of transitions turned as they are.</summary>
    internal double[] TransitionGradients { get; } = new double[tags * tags];

    internal double[] StartGradients { get; } = new double[tags];

    internal double[] EndGradients { get; } = new double[tags];

    /// <summary>[K], of this step and of the one next to it.</summary>
    internal double[] Now { get; } = new double[tags];

    internal double[] Next { get; } = new double[tags];

    /// <summary>[K, K]: how probable tag i is before tag j at a step, given tag j and what was emitted up to there; at j K + i.</summary>
    internal Span<double> Shares(int step) => _shares.AsSpan(step * tags * tags, tags * tags);

    /// <summary>[K]: the tag before each on the best way to it.</summary>
    internal Span<int> Before(int step) => _before.AsSpan(step * tags, tags);

    internal void GrowShares(int steps) => Grow(ref _shares, checked(steps * tags * tags));

    internal void GrowBefore(int steps) => Grow(ref _before, checked(steps * tags));

    internal void ClearGradients()
    {
        Array.Clear(TransitionGradients);
        Array.Clear(StartGradients);
        Array.Clear(EndGradients);
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
