namespace LstmGen.Benchmarks.Workloads;

/// <summary>What a share of a limit refers to.</summary>
internal enum LimitKind
{
    /// <summary>The multiply-adds the core can do.</summary>
    Fma,

    /// <summary>Reading a block of the weights' size.</summary>
    Read,
}

/// <summary>What a kernel should reach.</summary>
/// <param name="Percent">Of the limit.</param>
/// <param name="Limit">Which limit.</param>
internal sealed record Bar(double Percent, LimitKind Limit)
{
    internal static Bar Fma(double percent) => new(percent, LimitKind.Fma);

    internal static Bar Read(double percent) => new(percent, LimitKind.Read);
}
