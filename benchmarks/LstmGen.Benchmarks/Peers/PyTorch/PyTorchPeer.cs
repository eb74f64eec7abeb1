using System.Diagnostics;
using System.Globalization;
using LstmGen.Benchmarks.Timing;
using LstmGen.Formats;

namespace LstmGen.Benchmarks.Peers.PyTorch;

/// <summary>PyTorch's nn.LSTM in a Python process, on the cores of this one.</summary>
internal sealed class PyTorchPeer : ITrainingPeer, IInferencePeer
{
    internal const string Title = "PyTorch";
    private const string Script = "pytorch_peer.py";
    private readonly PeerProcess _process;
    private string _way = "";

    /// <summary>Starts Python.</summary>
    /// <exception cref="PeerMissingException">There is no such Python, or it has no torch.</exception>
    internal PyTorchPeer(string python, int threads = 1)
    {
        var start = new ProcessStartInfo(python, ["-u", Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", Script)]);
        foreach (string variable in (string[])["PYTORCH_PEER_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
        {
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        }

        _process = PeerProcess.Start(start);
    }

    public string Name => Title;

    /// <summary>Version and BLAS, and of a ragged batch the faster way.</summary>
    public string Details => string.Join(' ', _process.Greeting) + _way;

    public IPrepared PrepareTraining(TrainingProblem problem)
    {
        string path = Path.GetTempFileName();
        try
        {
            problem.Save(path);
            _process.Ask("training", path, Text(problem.Shape.Layers));
        }
        finally
        {
            File.Delete(path);
        }

        return new Prepared(_process, static _ => { });
    }

    public IPrepared PrepareInference(InferenceProblem problem)
    {
        string path = Path.GetTempFileName();
        try
        {
            problem.Save(path);
            string[] lengths = problem.Lengths is { } some ? [string.Join(' ', some.Select(Text))] : [];
            string[] answer = _process.Ask(["inference", path, Text(problem.Shape.Layers), .. lengths]);
            _way = answer is [var way, var padded, var packed] ? $"; {way} (padded {Milliseconds(padded)} packed {Milliseconds(packed)} ms)" : "";
        }
        finally
        {
            File.Delete(path);
        }

        return new Prepared(_process, results => problem.ClearPastEnds(results[InferenceProblem.Output]));
    }

    public void Dispose() => _process.Dispose();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(string seconds)
        => (1e3 * double.Parse(seconds, CultureInfo.InvariantCulture)).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The problem that the process holds: the last one prepared.</summary>
    private sealed class Prepared(PeerProcess process, Action<Dictionary<string, float[]>> complete) : IPrepared
    {
        public Block Time(int count) => process.Time(count);

        public IReadOnlyDictionary<string, float[]> Results()
        {
            string path = Path.GetTempFileName();
            try
            {
                process.Ask("save", path);
                Dictionary<string, float[]> results = SafetensorsFile.Load(path).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToFloats());
                complete(results);
                return results;
            }
            finally
            {
                File.Delete(path);
            }
        }

        public void Dispose()
        {
        }
    }
}
