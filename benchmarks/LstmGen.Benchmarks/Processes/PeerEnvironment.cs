using System.Globalization;

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
}
