using System.Globalization;
using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Deployments;

/// <summary>What one process of a deployment showed.</summary>
/// <param name="Milliseconds">From its start to its first output, as its parent sees it.</param>
/// <param name="PeakBytes">The most memory it held until a thousand steps later.</param>
/// <param name="AllocatedPerStep">Managed bytes; null where there is no such figure.</param>
/// <param name="StepNanoseconds">Of a step, once everything is warm.</param>
/// <param name="Output">The first output.</param>
/// <param name="Details">What it said of itself.</param>
internal sealed record DeploymentRun(double Milliseconds, long PeakBytes, double? AllocatedPerStep, double StepNanoseconds, double Output, string Details)
{
    private const int Steps = 1000;

    /// <exception cref="PeerMissingException">The process lacks something.</exception>
    internal static DeploymentRun Measure(DeployedProgram deployment)
    {
        var clock = Clock.Start();
        using PeerProcess process = PeerProcess.Start(new(deployment.Command[0], deployment.Command[1..]));
        double seconds = clock.Seconds;
        string[] allocated = process.Ask("steps", Steps.ToString(CultureInfo.InvariantCulture));
        long peak = process.PeakBytes;
        double step = Number(process.Ask("time")[0]);
        return process.Greeting is [var output, var details]
            ? new(1e3 * seconds, peak, allocated is [{ Length: > 0 } text] ? Number(text) : null, step, Number(output), details)
            : throw new FormatException($"{deployment.Name} answered {string.Join(' ', process.Greeting)}; an output and details were expected.");
    }

    /// <summary>The size of what is installed, from a program that alone knows it.</summary>
    internal static long InstalledBytes(DeployedProgram deployment)
    {
        using PeerProcess process = PeerProcess.Start(new(deployment.Command[0], deployment.Command[1..]));
        return (long)Number(process.Ask("size")[0]);
    }

    private static double Number(string text)
        => double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : throw new FormatException($"A deployed program answered '{text}'; a number was expected.");
}
