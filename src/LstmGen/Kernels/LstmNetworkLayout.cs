using System.ComponentModel;

namespace LstmGen.Kernels;

/// <summary>The table of a network that the run time loops over: its uses, and where the packed weights lie.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmNetworkLayout
{
    /// <summary>A table, as generated code gives it.</summary>
    /// <param name="outputs">The use whose outputs become those of the model.</param>
    /// <param name="headWeights">Where the packed weights of the head start: [Output, S], then the bias.</param>
    /// <param name="floats">Floats of all packed weights.</param>
    /// <param name="uses">The uses in the order in which they run.</param>
    public LstmNetworkLayout(int outputs, int headWeights, int floats, LstmUse[] uses)
    {
        ArgumentNullException.ThrowIfNull(uses);
        (Outputs, HeadWeights, Floats, Uses) = (outputs, headWeights, floats, uses);
        foreach (LstmUse use in uses)
        {
            SequenceScratch = Math.Max(SequenceScratch, use.SequenceScratch);
            BatchScratch = Math.Max(BatchScratch, use.BatchScratch);
            Buffers = Math.Max(Buffers, use.Writes + 1);
        }
    }

    internal LstmUse[] Uses { get; }

    internal int Outputs { get; }

    internal int HeadWeights { get; }

    internal int Floats { get; }

    /// <summary>Buffers of outputs that a run needs.</summary>
    internal int Buffers { get; }

    /// <summary>Floats of sums that any use needs for a step of one sequence.</summary>
    internal int SequenceScratch { get; }

    /// <summary>Floats of sums that any use needs for a row of a batch.</summary>
    internal int BatchScratch { get; }
}
