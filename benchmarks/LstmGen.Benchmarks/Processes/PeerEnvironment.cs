namespace LstmGen.Benchmarks.Processes;

/// <summary>The variables of a leg, with those that hold the peers to one thread and to the same instruction sets.</summary>
internal static class PeerEnvironment
{
    internal static Dictionary<string, string> Of(Leg leg)
    {
        Dictionary<string, string> environment = leg.Environment;
        environment["OMP_NUM_THREADS"] = "1";
        if (leg.Without512)
        {
            environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
            environment["ATEN_CPU_CAPABILITY"] = "avx2";
            environment["OPENBLAS_CORETYPE"] = "Haswell";
        }

        return environment;
    }
}
