using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>The table of a network that the run time loops over: its nodes, the uses of kernels in them, and where the packed weights lie.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmNetworkLayout
{
    private readonly int[] _buffers = [];
    private readonly bool[] _pooled;
    private readonly bool[] _pooledBuffers = [];

    /// <summary>A table, as generated code gives it.</summary>
    /// <param name="outputs">The node whose values become the outputs of the model.</param>
    /// <param name="headWeights">Where the packed weights of the head start: [Output, S], then the bias.</param>
    /// <param name="floats">Floats of all packed weights.</param>
    /// <param name="uses">The uses.</param>
    /// <param name="nodes">The nodes in the order in which they run.</param>
    public LstmNetworkLayout(int outputs, int headWeights, int floats, LstmUse[] uses, LstmNode[] nodes)
    {
        ArgumentNullException.ThrowIfNull(uses);
        ArgumentNullException.ThrowIfNull(nodes);
        (Outputs, HeadWeights, Floats, Uses, Nodes) = (outputs, headWeights, floats, uses, nodes);
        foreach (LstmUse use in uses)
        {
            SequenceScratch = Math.Max(SequenceScratch, use.SequenceScratch);
            BatchScratch = Math.Max(BatchScratch, use.BatchScratch);
        }

        _pooled = new bool[nodes.Length];
        for (int index = 0; index < nodes.Length; index++)
        {
            LstmNode node = nodes[index];
            _pooled[index] = node.Pools || (node.Reads != LstmNode.Inputs && _pooled[node.Reads]);
            WholeSequences |= node.Kind == LstmNodeKind.Reverse;
            if (node.Writes >= _buffers.Length)
            {
                Array.Resize(ref _buffers, node.Writes + 1);
                Array.Resize(ref _pooledBuffers, node.Writes + 1);
            }

            (_buffers[node.Writes], _pooledBuffers[node.Writes]) = (node.Stride, _pooled[index]);
            if (node.CellZoneout > 0)
            {
                KeptStride = Math.Max(KeptStride, CellStrideOf(node));
            }

            if (node.Projects || node.Resets)
            {
                ProjectedStride = Math.Max(ProjectedStride, ProjectedStrideOf(node));
            }

            if (node.TakesRows)
            {
                InputSums = Math.Max(InputSums, uses[node.Use].Stride);
                HiddenSums = Math.Max(HiddenSums, uses[node.Use + 1].Stride);
            }
        }

        for (int buffer = 0; buffer < _buffers.Length; buffer++)
        {
            int place = _pooledBuffers[buffer] ? PooledFloats : BufferFloats;
            PooledFloats += _pooledBuffers[buffer] ? _buffers[buffer] : 0;
            BufferFloats += _pooledBuffers[buffer] ? 0 : _buffers[buffer];
            _buffers[buffer] = place;
        }
    }

    internal LstmUse[] Uses { get; }

    internal LstmNode[] Nodes { get; }

    internal int Outputs { get; }

    internal int HeadWeights { get; }

    internal int Floats { get; }

    /// <summary>Whether some node needs the end of a sequence before its start.</summary>
    internal bool WholeSequences { get; }

    /// <summary>Floats that all buffers of values of steps have for a row.</summary>
    internal int BufferFloats { get; }

    /// <summary>Floats that all buffers of values of all steps together have for a row.</summary>
    internal int PooledFloats { get; }

    /// <summary>Floats of sums that any use needs for a step of one sequence.</summary>
    internal int SequenceScratch { get; }

    /// <summary>Floats of sums that any use needs for a row of a batch.</summary>
    internal int BatchScratch { get; }

    /// <summary>Floats of c before a step that zoneout takes for a row.</summary>
    internal int KeptStride { get; }

    /// <summary>Floats that outputs before a projection take for a row.</summary>
    internal int ProjectedStride { get; }

    /// <summary>Floats that sums over the inputs take for a row of a chunk, where a cell takes them by rows.</summary>
    internal int InputSums { get; }

    /// <summary>The same of sums over h, of a step.</summary>
    internal int HiddenSums { get; }

    /// <summary>The most rows that kernels of several rows take in a call: all of a chunk where a layer has no memory.</summary>
    internal long MostRows(int batch, long rows)
    {
        long most = batch > 1 ? batch : 0;
        foreach (LstmNode node in Nodes)
        {
            most = Math.Max(most, node.Kind switch
            {
                LstmNodeKind.Dense or LstmNodeKind.RowLayer or LstmNodeKind.ProjectedRowLayer or LstmNodeKind.ResetRowLayer => rows,
                LstmNodeKind.ProjectedLayer => batch,
                LstmNodeKind.Layer when node.Zones => batch,
                _ => 0,
            });
        }

        return most;
    }

    /// <summary>Floats between rows of outputs before the projection of a node.</summary>
    internal int ProjectedStrideOf(in LstmNode node)
    {
        LstmPanels units = Uses[node.Use].Panels;
        return LstmStateLayout.Round16((units.Width * units.Count) + units.Tail);
    }

    /// <summary>Floats between rows of c of a node.</summary>
    internal int CellStrideOf(in LstmNode node) => node.Projects ? ProjectedStrideOf(node) : node.Stride;

    /// <summary>Floats of a row of all buffers of its kind before one of them.</summary>
    internal int BufferPlace(int buffer) => _buffers[buffer];

    /// <summary>Whether a node has one row of all steps of a sequence.</summary>
    internal bool IsPooled(int node) => _pooled[node];
}
