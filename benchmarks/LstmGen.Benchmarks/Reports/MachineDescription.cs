using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Benchmarks.Reports;

internal static class MachineDescription
{
    /// <summary>Processor, runtime and vector width, in one line.</summary>
    internal static string Text
    {
        get
        {
            int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            return $"{Processor()}; {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}; vectors of {bits} bits";
        }
    }

    private static string Processor()
    {
        const string info = "/proc/cpuinfo";
        if (!File.Exists(info))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }

        string[] lines = File.ReadAllLines(info);
        string Field(string name) => lines.FirstOrDefault(line => line.Split(':')[0].Trim() == name)?.Split(':', 2)[1].Trim() ?? "?";
        return $"{Field("model name")} (family {Field("cpu family")}, model {Field("model")})";
    }
}
