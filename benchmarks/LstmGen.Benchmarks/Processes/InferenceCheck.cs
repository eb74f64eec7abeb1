using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Processes;

/// <summary>A process that compares every peer with ours on every workload and times nothing; rows to standard output.</summary>
internal static class InferenceCheck
{
    internal const string Verb = "check-inference";

    /// <summary>Names a peer whose results are falsified, to see that this is found.</summary>
    internal const string FaultVariable = "LSTMGEN_BENCH_FAULT";

    private const int Rounds = 2; // a second call shows what the first left behind

    internal static int Run(string only, string python, int threads)
    {
        InferenceWorkload[] workloads = [.. InferenceWorkload.Select(only).Where(workload => workload.Threads == threads)];
        using var peers = new InferencePeers(workloads, threads, python);
        foreach (MissingRow missing in peers.Missing)
        {
            Console.WriteLine(missing.ToLine());
        }

        foreach (InferenceWorkload workload in workloads)
        {
            Compare(workload, peers.Of(workload));
        }

        return 0;
    }

    private static void Compare(InferenceWorkload workload, IInferencePeer[] peers)
    {
        InferenceProblem problem = workload.Problem();
        IReadOnlyDictionary<string, float[]> expected = new Dictionary<string, float[]>();
        for (int i = 0; i < peers.Length; i++)
        {
            string name = peers[i].Name;
            using IPrepared calls = peers[i].PrepareInference(problem);
            calls.Time(Rounds * problem.Calls);
            IReadOnlyDictionary<string, float[]> results = calls.Results();
            if (Environment.GetEnvironmentVariable(FaultVariable) == name)
            {
                results[InferenceProblem.Output][^1] += 1e-3f;
            }

            expected = i == 0 ? results : expected;
            double error = Agreement.Require(workload.Name, name, results, peers[0].Name, expected, Agreement.ToleranceOf(workload.Shape)).Error;
            Console.WriteLine(new AgreementRow(workload.Name, name, error).ToLine());
        }
    }
}
