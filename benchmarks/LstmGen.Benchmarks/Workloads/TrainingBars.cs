namespace LstmGen.Benchmarks.Workloads;

/// <summary>What a training step should reach; null where it is for information.</summary>
internal sealed record TrainingBars
{
    /// <summary>With two threads: this percentage at least of what two independent processes do.</summary>
    internal const double Threads = 90;

    /// <summary>Percent of the multiply-add limit, with every instruction set of the processor.</summary>
    internal double? Fma { get; init; }

    /// <summary>The same with AVX-512 off.</summary>
    internal double? Fma256 { get; init; }

    /// <summary>Times as fast as PyTorch.</summary>
    internal double? OverPyTorch { get; init; }

    /// <summary>Times as fast as oneDNN.</summary>
    internal double? OverOneDnn { get; init; }

    /// <summary>Optimiser, clipping and packing together: less than this percentage of the step.</summary>
    internal double? UpdatePercent { get; init; }
}
