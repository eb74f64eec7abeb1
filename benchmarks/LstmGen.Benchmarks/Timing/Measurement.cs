namespace LstmGen.Benchmarks.Timing;

/// <summary>One timing: seconds per unit of work, and what it rests on.</summary>
/// <param name="Seconds">Median over the kept blocks, per unit.</param>
/// <param name="Kept">Blocks with an undisturbed core right before and after.</param>
/// <param name="Tried">Blocks tried.</param>
/// <param name="Uncertain">Fewer than three blocks were kept: the median of the fastest quarter of all blocks instead.</param>
internal readonly record struct Measurement(double Seconds, int Kept, int Tried, bool Uncertain)
{
    /// <summary>Seconds per unit of the parts of the work, where it knows parts; medians of their own.</summary>
    internal double[] Parts { get; init; } = [];
}
