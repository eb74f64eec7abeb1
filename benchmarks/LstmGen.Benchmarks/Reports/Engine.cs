using System.Text;
using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Reports;

/// <summary>What a reader must know of an engine.</summary>
/// <param name="Name">For people.</param>
/// <param name="Peers">The ways it is used; the fastest counts.</param>
/// <param name="Settings">How it was set up.</param>
/// <param name="Get">How to get it.</param>
internal sealed record Engine(string Name, string[] Peers, string Settings, string Get)
{
    private const string OnnxSettings =
        "one LSTM node a layer, one intra-op thread (two in the rows that say so), sequential execution, values allocated and bound beforehand (OrtIoBinding), lengths of ragged batches given";

    /// <summary>The version that Debian 12 has, and what a reader must know of its age.</summary>
    private (string Version, string Age)? Debian { get; init; }

    /// <summary>The peers in the order of the columns.</summary>
    internal static Engine[] All { get; } =
    [
        new(
            OnnxRuntimePeer.Title, [OnnxRuntimePeer.Title], $"NuGet's Microsoft.ML.OnnxRuntime, its C# API; {OnnxSettings}",
            "It comes from NuGet, for x64 and arm64."),
        new(
            OnnxRuntimePeer.TitleOfC, [OnnxRuntimePeer.TitleOfC],
            "the same session and bindings, run by the C API of the package's native library; timed where a call is short enough to show the difference", "It comes from NuGet, for x64 and arm64."),
        new(
            OneDnnPeer.Title, [OneDnnPeer.Title],
            "its C API from C#, all layers in one primitive, weights in the layouts it chooses, packed beforehand; ragged batches padded",
            "Debian: apt-get install libdnnl2.")
        {
            Debian = ("2.6", "Debian 12's, of 2022; version 3 has another C API"),
        },
        new(
            "TensorPrimitives", [DynamicPeer.DotName, DynamicPeer.MultiplyAddName],
            "an LSTM over it in C#, the faster of Dot (a gate and unit) and MultiplyAdd (all gates an input), buffers allocated beforehand, row after row; not timed where rows would only repeat what fewer show",
            "It comes from NuGet."),
        new(
            PyTorchPeer.Title, [PyTorchPeer.Title],
            "nn.LSTM in inference mode in a Python process on the same core; ragged batches padded or packed, whichever is faster; not timed for single steps",
            "Debian: apt-get install python3-torch libopenblas0-pthread; --python names another Python.")
        {
            Debian = ("1.13", "Debian 12's, of October 2022; NuGet's newest, libtorch 2.10 by TorchSharp 0.107, needs a newer C++ library (GLIBCXX_3.4.32) than Debian 12 has"),
        },
    ];

    internal static string HowToGet(string name) => Array.Find(All, engine => engine.Peers.Contains(name))?.Get ?? "";

    /// <summary>A line a peer: version, settings, or that it is missing.</summary>
    internal static string Notes(CompareReport report)
    {
        var text = new StringBuilder();
        foreach (Engine engine in All)
        {
            string[] details = [.. report.Calls.Where(calls => engine.Peers.Contains(calls.Peer)).Select(calls => calls.Details.Split(';')[0]).Distinct()];
            MissingRow? missing = report.Missing.Find(row => engine.Peers.Contains(row.Peer));
            text.Append("- ").Append(engine.Name).Append(
                missing is not null ? $": **missing** ({missing.Reason}). {engine.Get}\n"
                : details.Length == 0 ? ": not in the workloads chosen\n"
                : $" {string.Join(" / ", details)}{engine.Age(details)}: {engine.Settings}\n");
        }

        return text.ToString();
    }

    private string Age(string[] details)
        => Debian is { } debian && details.All(text => text.StartsWith(debian.Version + ".", StringComparison.Ordinal)) ? $" ({debian.Age})" : "";
}
