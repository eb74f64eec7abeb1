using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>The instruction sets that the measuring processes may use.</summary>
/// <param name="Name">For people.</param>
/// <param name="Without512">AVX-512 is off.</param>
internal sealed record Leg(string Name, bool Without512)
{
    internal static Leg Full { get; } = new("all instruction sets", false);

    internal static Leg No512 { get; } = new("AVX-512 off", true);

    /// <summary>Every method is compiled once, fully optimised: on one pinned core the tiers would change under the timing.</summary>
    internal Dictionary<string, string> Environment => new()
    {
        ["DOTNET_TieredCompilation"] = "0",
        ["DOTNET_EnableAVX512"] = Without512 ? "0" : "1",
    };

    /// <summary>For tables of numbers.</summary>
    internal string Id => Without512 ? "avx512-off" : "full";

    internal Bar? BarOf(Workload workload) => Without512 ? workload.Bar256 : workload.Bar;
}
