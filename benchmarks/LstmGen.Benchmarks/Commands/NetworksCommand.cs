using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Commands;

/// <summary>Layers in both directions and projections: forward calls and training steps beside all peers, then what they cost beside plain layers of this library.</summary>
internal sealed record NetworksCommand(int Cpu, int Processes, string Python, string? CsvPath)
{
    private const string BothDirections = "both";

    internal int Run()
    {
        int result = new CompareCommand(Cpu, Processes, false, InferenceWorkload.OfNetworks, Python, CsvPath, null, null, false).Run();
        Console.WriteLine(new TrainingCommand(Cpu, Processes, false, BothDirections, Python, null, null).Steps(Leg.Full));
        for (int process = 0; process < Processes; process++)
        {
            Console.WriteLine(string.Join('\n', Launcher.Self(Cpu, PeerEnvironment.WithTiers(Leg.Full, 1), NetworkChild.Verb)));
        }

        return result;
    }
}
