using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>What a run needs besides the states, from the shared pool of arrays for as long as the run takes.</summary>
/// <remarks>
/// Its contents are undefined, but for the padding of the nodes' values: kernels write whole vectors, heads and states read rows of S, and the values past
/// a node's width are zero there.
/// Buffers of values [chunk, B, S], as many as the network has | of all steps together [B, S] | sums: as many floats as the network's kernels need, for each step of a
/// chunk where one sequence passes through a layer, and for each row of <see cref="LstmRows.Block"/> where several rows do | outputs before a projection [B, S] | c before a step, where zoneout mixes it [B, S] | where a cell takes sums by rows, those over the inputs [chunk, B, sums] and over h [B, sums] | for larger batches: the states in the order of the lengths,
/// one step of inputs in that order [B, I], that order [B] and the lengths [B]. S is the width rounded up to 16.
/// </remarks>
internal readonly struct LstmScratch : IDisposable
{
    /// <summary>Steps of one sequence whose inputs are projected together: whole tiles of 6, 3 or 2 rows.</summary>
    internal const int SequenceChunk = 48;

    // Rows of a batch that go through a layer together.
    private const int BatchChunk = 64;

    private readonly LstmNetworkLayout _layout;
    private readonly float[] _array;
    private readonly int _start;
    private readonly int _rows;
    private readonly int _pooled;
    private readonly int _sums;
    private readonly int _projected;
    private readonly int _kept;
    private readonly int _inputSums;
    private readonly int _hiddenSums;
    private readonly int _sorted;
    private readonly int _gathered;
    private readonly int _batch;
    private readonly int _input;

    private LstmScratch(LstmShape shape, LstmNetworkLayout layout, int batch, int steps)
    {
        (_layout, _batch, _input) = (layout, batch, shape.Input);
        ChunkSteps = layout.WholeSequences ? Math.Max(1, steps) : Chunk(batch, steps);
        long rows = (long)ChunkSteps * batch;
        long sums = Math.Max(
            batch == 1 ? Math.Min(ChunkSteps, SequenceChunk) * (long)layout.SequenceScratch : 0, Math.Min(layout.MostRows(batch, rows), LstmRows.Block) * layout.BatchScratch);
        long pooled = rows * layout.BufferFloats;
        long firstSum = pooled + ((long)batch * layout.PooledFloats);
        long projected = firstSum + ((sums + 15) / 16 * 16);
        long kept = projected + ((long)batch * layout.ProjectedStride);
        long inputSums = kept + ((long)batch * layout.KeptStride);
        long hiddenSums = inputSums + (rows * layout.InputSums);
        long sorted = hiddenSums + ((long)batch * layout.HiddenSums);
        long floats = sorted + RowsFloats(shape, batch);
        if (floats > Array.MaxLength - CacheLine.SlackFloats)
        {
            throw TooLarge(floats, steps, batch);
        }

        (_rows, _pooled, _sums, _projected, _kept, _inputSums, _hiddenSums, _sorted) = ((int)rows, (int)pooled, (int)firstSum, (int)projected, (int)kept, (int)inputSums, (int)hiddenSums, (int)sorted);
        _gathered = _sorted + (batch == 1 ? 0 : batch * shape.Parts.RowFloats);
        _array = ArrayPool<float>.Shared.Rent((int)floats + CacheLine.SlackFloats);
        _start = CacheLine.FirstStart(_array);
        ClearPadding();
    }

    /// <summary>Steps that are taken through one node before the next follows.</summary>
    internal int ChunkSteps { get; }

    /// <summary>Takes what a run of so many steps needs.</summary>
    internal static LstmScratch Rent(LstmShape shape, LstmNetworkLayout layout, int batch, int steps) => new(shape, layout, batch, steps);

    /// <summary>Floats that the rows of a larger batch need for their order.</summary>
    internal static long RowsFloats(LstmShape shape, int batch) => batch == 1 ? 0 : (long)batch * (shape.Parts.RowFloats + shape.Input + 2);

    /// <summary>The values of a node.</summary>
    internal ref float Values(int node) => ref At(Place(node));

    /// <summary>Sums of kernels.</summary>
    internal ref float Sums => ref At(_sums);

    /// <summary>Outputs before a projection.</summary>
    internal ref float Projected => ref At(_projected);

    /// <summary>c before a step, where zoneout mixes it.</summary>
    internal ref float Kept => ref At(_kept);

    /// <summary>Sums over the inputs, of every row of a chunk.</summary>
    internal ref float InputSums => ref At(_inputSums);

    /// <summary>Sums over h, of a step.</summary>
    internal ref float HiddenSums => ref At(_hiddenSums);

    /// <summary>The states in the order of the lengths.</summary>
    internal ref float Sorted => ref At(_sorted);

    /// <summary>One step of inputs in the order of the lengths.</summary>
    internal ref float Gathered => ref At(_gathered);

    /// <summary>The order of the lengths: [B] indices of rows.</summary>
    internal Span<int> Order => Integers(0);

    /// <summary>The negated lengths in that order: [B].</summary>
    internal Span<int> Lengths => Integers(1);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);

    private void ClearPadding()
    {
        int cleared = -1;
        for (int index = 0; index < _layout.Nodes.Length; index++)
        {
            LstmNode node = _layout.Nodes[index];
            // Nodes of one buffer have one width. A network of few layers has few buffers, and theirs come one after another.
            if (node.Writes <= cleared)
            {
                continue;
            }

            cleared = node.Writes;
            int place = Place(index);
            int end = node.Stride == node.Width ? 0 : place + ((_layout.IsPooled(index) ? _batch : _rows) * node.Stride);
            for (int line = place + node.Stride - CacheLine.Floats; line < end; line += node.Stride)
            {
                Unsafe.As<float, CacheLine.Content>(ref At(line)) = default;
            }
        }
    }

    private int Place(int node)
    {
        int before = _layout.BufferPlace(_layout.Nodes[node].Writes);
        return _layout.IsPooled(node) ? _pooled + (before * _batch) : before * _rows;
    }

    private static ArgumentException TooLarge(long floats, int steps, int batch)
        => new($"A layer that reads from the end needs whole sequences in memory: {steps} steps of batch {batch} would be {floats} floats, at most {Array.MaxLength - CacheLine.SlackFloats} are possible; shorter sequences or a smaller batch.");

    private static int Chunk(int batch, int steps) => Math.Clamp(batch == 1 ? SequenceChunk : BatchChunk / batch, 1, Math.Max(1, steps));

    private Span<int> Integers(int index)
        => MemoryMarshal.Cast<float, int>(_array.AsSpan(_start + _gathered + (_batch * (_input + index)), _batch));

    private ref float At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start + offset);
}
