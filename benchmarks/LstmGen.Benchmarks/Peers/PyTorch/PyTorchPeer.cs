using System.Diagnostics;
using System.Globalization;
using LstmGen.Benchmarks.Timing;
using LstmGen.Formats;

namespace LstmGen.Benchmarks.Peers.PyTorch;

/// <summary>PyTorch's nn.LSTM on one thread of a Python process, on the core of this one.</summary>
internal sealed class PyTorchPeer : ITrainingPeer
{
    private const string Script = "pytorch_peer.py";
    private readonly PeerProcess _process;

    /// <summary>Starts Python.</summary>
    /// <exception cref="PeerMissingException">There is no such Python, or it has no torch.</exception>
    internal PyTorchPeer(string python)
    {
        var start = new ProcessStartInfo(python, ["-u", Path.Combine(AppContext.BaseDirectory, "Peers", "PyTorch", Script)]);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["MKL_NUM_THREADS"] = "1";
        _process = PeerProcess.Start(start);
    }

    public string Name => "PyTorch";

    public string Details => string.Join(' ', _process.Greeting);

    public IPrepared PrepareTraining(TrainingProblem problem)
    {
        string path = Path.GetTempFileName();
        try
        {
            problem.Save(path);
            _process.Ask("training", path, problem.Shape.Layers.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            File.Delete(path);
        }

        return new Prepared(_process);
    }

    public void Dispose() => _process.Dispose();

    /// <summary>The problem that the process holds: the last one prepared.</summary>
    private sealed class Prepared(PeerProcess process) : IPrepared
    {
        public Block Time(int count) => process.Time(count);

        public IReadOnlyDictionary<string, float[]> Results()
        {
            string path = Path.GetTempFileName();
            try
            {
                process.Ask("save", path);
                return SafetensorsFile.Load(path).Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToFloats());
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
