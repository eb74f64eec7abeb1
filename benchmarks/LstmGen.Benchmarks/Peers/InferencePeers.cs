using LstmGen.Benchmarks.Peers.Dynamic;
using LstmGen.Benchmarks.Peers.OneDnn;
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Benchmarks.Peers.Ours;
using LstmGen.Benchmarks.Peers.PyTorch;
using LstmGen.Benchmarks.Reports;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers;

/// <summary>All who compute forward calls in one process; those that are not on this machine are known by name.</summary>
internal sealed class InferencePeers : IDisposable
{
    private readonly List<IInferencePeer> _peers = [];
    private readonly List<MissingRow> _missing = [];

    /// <summary>Opens the peers that some workloads name.</summary>
    internal InferencePeers(IEnumerable<InferenceWorkload> workloads, int threads, string python)
    {
        HashSet<string> wanted = [.. workloads.SelectMany(workload => workload.Peers)];
        Open(LstmGenPeer.Title, () => new LstmGenPeer(threads));
        Open(LstmGenPeer.FastTitle, () => new LstmGenPeer(threads, LstmActivations.Fast));
        Open(OnnxRuntimePeer.Title, () => new OnnxRuntimePeer(threads));
        Open(OnnxRuntimePeer.TitleOfC, () => new OnnxRuntimePeer(threads, byC: true));
        Open(OneDnnPeer.Title, () => new OneDnnPeer());
        Open(PyTorchPeer.Title, () => new PyTorchPeer(python, threads));
        Open(DynamicPeer.DotName, DynamicPeer.Dot);
        Open(DynamicPeer.MultiplyAddName, DynamicPeer.MultiplyAdd);
        Open(DynamicPeer.NaiveName, DynamicPeer.Naive);

        void Open(string name, Func<IInferencePeer> open)
        {
            if (wanted.Contains(name))
            {
                try
                {
                    _peers.Add(open());
                }
                catch (PeerMissingException exception)
                {
                    _missing.Add(new(name, exception.Message));
                }
            }
        }
    }

    /// <summary>Those that are not here.</summary>
    internal IReadOnlyList<MissingRow> Missing => _missing;

    /// <summary>Those that take part in a workload and are here, in its order.</summary>
    internal IInferencePeer[] Of(InferenceWorkload workload)
        => [.. workload.Peers.SelectMany(name => _peers.Where(peer => peer.Name == name))];

    public void Dispose() => _peers.ForEach(peer => peer.Dispose());
}
