using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Voice;

namespace LstmGen.Benchmarks.Commands;

/// <summary>The sample VoiceActivity beside ONNX Runtime, on the same weights and sound.</summary>
internal sealed record VoiceCommand(int Cpu, string Weights, string Wav, string? MarkdownPath)
{
    internal int Run()
    {
        string report = $"{MachineDescription.Text}; core {Cpu}\n\n"
            + string.Join('\n', Launcher.Self(Cpu, PeerEnvironment.WithTiers(Leg.Full, 1), VoiceChild.Verb, "--weights", Weights, "--wav", Wav)) + "\n";
        Console.Write(report);
        if (MarkdownPath is not null)
        {
            SafeFile.Write(MarkdownPath, report);
        }

        return 0;
    }
}
