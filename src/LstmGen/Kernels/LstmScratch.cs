using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>What a run needs besides the states, from the shared pool of arrays for as long as the run takes.</summary>
/// <remarks>
/// Its contents are undefined, but for the padding of layer outputs: kernels write whole vectors, heads and states read rows of S, and the units past
/// Hidden are zero there.
/// Buffers of layer outputs [chunk, B, S], as many as the network has | sums: as many floats as the network's kernels need, for each step of a
/// chunk for batch 1, else for each row of <see cref="LstmRows.Block"/> | for larger batches: the states in the order of the lengths [states, L, B, S],
/// one step of inputs in that order [B, I], that order [B] and the lengths [B]. S is Hidden rounded up to 16.
/// </remarks>
internal readonly struct LstmScratch : IDisposable
{
    // Steps of one sequence whose inputs are projected together: whole tiles of 6, 3 or 2 rows.
    private const int SequenceChunk = 48;

    // Rows of a batch that go through a layer together.
    private const int BatchChunk = 64;

    private readonly LstmNetworkLayout _layout;
    private readonly float[] _array;
    private readonly int _start;
    private readonly int _outputs;
    private readonly int _sums;
    private readonly int _sorted;
    private readonly int _batch;
    private readonly int _input;

    private LstmScratch(LstmShape shape, LstmNetworkLayout layout, int batch, int steps)
    {
        (_layout, _batch, _input) = (layout, batch, shape.Input);
        ChunkSteps = Chunk(batch, steps);
        _outputs = ChunkSteps * batch * LstmStateLayout.Stride(shape);
        _sums = LstmStateLayout.Round16(checked(batch == 1 ? ChunkSteps * layout.SequenceScratch : Math.Min(batch, LstmRows.Block) * layout.BatchScratch));
        _sorted = batch == 1 ? 0 : shape.Cell.States.Length * shape.Layers * batch * LstmStateLayout.Stride(shape);
        int floats = checked((int)(FloatsOf(shape, layout.Buffers, batch, steps) + _sums));
        _array = ArrayPool<float>.Shared.Rent(floats + CacheLine.SlackFloats);
        _start = CacheLine.FirstStart(_array);
        ClearPadding(shape);
    }

    /// <summary>Steps that are taken through one layer before the next layer follows.</summary>
    internal int ChunkSteps { get; }

    /// <summary>Takes what a run of so many steps needs.</summary>
    internal static LstmScratch Rent(LstmShape shape, LstmNetworkLayout layout, int batch, int steps) => new(shape, layout, batch, steps);

    /// <summary>Floats of a run of so many steps, but for the sums.</summary>
    internal static long FloatsOf(LstmShape shape, int buffers, int batch, int steps)
    {
        long row = LstmStateLayout.Stride(shape);
        long floats = row * buffers * Chunk(batch, steps) * batch;
        return batch == 1 ? floats : floats + ((long)shape.Cell.States.Length * shape.Layers * batch * row) + ((long)batch * shape.Input) + (2L * batch);
    }

    /// <summary>The buffer that a use writes.</summary>
    internal ref float Outputs(int use) => ref At(_layout.Uses[use].Writes * _outputs);

    /// <summary>Sums of kernels.</summary>
    internal ref float Sums => ref At(_layout.Buffers * _outputs);

    /// <summary>The states in the order of the lengths.</summary>
    internal ref float Sorted => ref At(SortedPlace);

    /// <summary>One step of inputs in the order of the lengths.</summary>
    internal ref float Gathered => ref At(SortedPlace + _sorted);

    private int SortedPlace => (_layout.Buffers * _outputs) + _sums;

    /// <summary>The order of the lengths: [B] indices of rows.</summary>
    internal Span<int> Order => Integers(0);

    /// <summary>The negated lengths in that order: [B].</summary>
    internal Span<int> Lengths => Integers(1);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);

    private void ClearPadding(LstmShape shape)
    {
        int stride = LstmStateLayout.Stride(shape);
        int end = stride == shape.Hidden ? 0 : _layout.Buffers * _outputs;
        for (int line = stride - CacheLine.Floats; line < end; line += stride)
        {
            Unsafe.As<float, CacheLine.Content>(ref At(line)) = default;
        }
    }

    private static int Chunk(int batch, int steps) => Math.Clamp(batch == 1 ? SequenceChunk : BatchChunk / batch, 1, Math.Max(1, steps));

    private Span<int> Integers(int index)
        => MemoryMarshal.Cast<float, int>(_array.AsSpan(_start + SortedPlace + _sorted + (_batch * (_input + index)), _batch));

    private ref float At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start + offset);
}
