using System.Globalization;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Processes;

/// <summary>The variables of a leg, with those that hold the peers to the same threads and instruction sets.</summary>
internal static class PeerEnvironment
{
    internal static Dictionary<string, string> Of(Leg leg, int threads = 1)
    {
        Dictionary<string, string> environment = leg.Environment;
        environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        if (leg.Without512)
        {
            environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
            environment["ATEN_CPU_CAPABILITY"] = "avx2";
            environment["OPENBLAS_CORETYPE"] = "Haswell";
        }

        return environment;
    }

    /// <summary>The same with the tiers of compilation that programs have unless told otherwise: dynamic-shape code in C# gains from them.</summary>
    internal static Dictionary<string, string> WithTiers(Leg leg, int threads)
    {
        Dictionary<string, string> environment = Of(leg, threads);
        environment["DOTNET_TieredCompilation"] = "1";
        environment[Tiers.DelayVariable] = "0";
        return environment;
    }
}
