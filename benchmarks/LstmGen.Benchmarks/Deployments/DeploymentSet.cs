using LstmGen.Benchmarks.Peers;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Processes;
using LstmGen.Benchmarks.Reports;
using LstmGen.Deployment;

namespace LstmGen.Benchmarks.Deployments;

/// <summary>The deployments that can be made on this machine, around one model, in a folder that the caller removes.</summary>
internal sealed class DeploymentSet
{
    private const string Ours = "LstmGen.Deployment";
    private const string OnnxRuntime = "LstmGen.Deployment.OnnxRuntime";
    private static readonly string s_onnxLibrary =
        OperatingSystem.IsWindows() ? "onnxruntime.dll" : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib" : "libonnxruntime.so";

    private readonly List<DeployedProgram> _deployments = [];
    private readonly List<MissingRow> _missing = [];

    internal DeploymentSet(string folder, string python)
    {
        var problem = new InferenceProblem("2 x 128", Forecaster.Shape, 1, 1);
        string weights = Path.Combine(folder, "model.safetensors");
        string graph = Path.Combine(folder, "model.onnx");
        problem.Parameters.Save(weights);
        File.WriteAllBytes(graph, OnnxModel.Write(problem));

        string library = Managed("LstmGen");
        Add("LstmGen", () => new(
            "LstmGen", [.. Launcher.Program(Managed(Ours)), weights], 0, Bytes(library, Managed(Ours)), Bytes(weights)));
        Add("LstmGen, NativeAOT", () => Native("LstmGen, NativeAOT", Ours, folder, weights));
        Add(OnnxRuntimePeer.Title, () =>
        {
            OrtSession.Version();
            return new(
                OnnxRuntimePeer.Title, [.. Launcher.Program(Managed(OnnxRuntime)), graph], Bytes(Path.Combine(AppContext.BaseDirectory, s_onnxLibrary)),
                Bytes(Managed(OnnxRuntime), Managed("Microsoft.ML.OnnxRuntime")), Bytes(graph));
        });
        Add($"{OnnxRuntimePeer.Title}, NativeAOT", () =>
        {
            OrtSession.Version();
            return Native($"{OnnxRuntimePeer.Title}, NativeAOT", OnnxRuntime, folder, graph, s_onnxLibrary);
        });
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", "pytorch_deployment.py");
        Add(PyTorchPeer.Title, () => new(PyTorchPeer.Title, [python, "-u", script, weights], null, 0, Bytes(weights)));
    }

    internal IReadOnlyList<DeployedProgram> Deployments => _deployments;

    /// <summary>Those that cannot be made here.</summary>
    internal IReadOnlyList<MissingRow> Missing => _missing;

    /// <summary>A deployment turned out to lack something when it was started.</summary>
    internal void Drop(DeployedProgram deployment, string reason)
    {
        _deployments.Remove(deployment);
        _missing.Add(new(deployment.Name, reason));
    }

    private void Add(string name, Func<DeployedProgram> make)
    {
        try
        {
            _deployments.Add(make());
        }
        catch (PeerMissingException exception)
        {
            _missing.Add(new(name, exception.Message));
        }
    }

    private static DeployedProgram Native(string name, string project, string folder, string model, params ReadOnlySpan<string> libraries)
    {
        string program = AotPublisher.Publish(project, Path.Combine(folder, project));
        long native = Bytes(program);
        foreach (string library in libraries)
        {
            native += Bytes(Path.Combine(folder, project, library));
        }

        return new(name, [program, model], native, 0, Bytes(model));
    }

    private static string Managed(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    private static long Bytes(params ReadOnlySpan<string> files)
    {
        long bytes = 0;
        foreach (string file in files)
        {
            bytes += new FileInfo(file).Length;
        }

        return bytes;
    }
}
