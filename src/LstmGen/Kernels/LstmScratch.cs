using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>What a run needs besides the states, from the shared pool of arrays for as long as the run takes.</summary>
/// <remarks>
/// Its contents are undefined, but for the padding of layer outputs: kernels write whole vectors, heads and states read rows of S, and the units past
/// Hidden are zero there.
/// Two buffers of layer outputs [chunk, B, S] | sums: projected inputs [chunk, G S] for batch 1, else the pre-activations of one panel
/// [<see cref="LstmRows.Block"/>, 16 G] | for larger batches: h and c in the order of the lengths [2, L, B, S], one step of inputs in that
/// order [B, I], that order [B] and the lengths [B].
/// G is the number of gates with weights, S is Hidden rounded up to 16.
/// </remarks>
internal readonly struct LstmScratch : IDisposable
{
    // Steps of one sequence whose inputs are projected together: whole tiles of 6, 3 or 2 rows.
    private const int SequenceChunk = 48;

    // Rows of a batch that go through a layer together.
    private const int BatchChunk = 64;

    private readonly float[] _array;
    private readonly int _start;
    private readonly int _outputs;
    private readonly int _sums;
    private readonly int _sorted;
    private readonly int _batch;
    private readonly int _input;

    private LstmScratch(LstmShape shape, int batch, int steps)
    {
        (_batch, _input) = (batch, shape.Input);
        ChunkSteps = Chunk(batch, steps);
        _outputs = ChunkSteps * batch * LstmStateLayout.Stride(shape);
        _sums = Sums(shape, batch, ChunkSteps);
        _sorted = batch == 1 ? 0 : 2 * shape.Layers * batch * LstmStateLayout.Stride(shape);
        _array = ArrayPool<float>.Shared.Rent((int)FloatsOf(shape, batch, steps) + CacheLine.SlackFloats);
        _start = CacheLine.FirstStart(_array);
        ClearPadding(shape);
    }

    /// <summary>Steps that are taken through one layer before the next layer follows.</summary>
    internal int ChunkSteps { get; }

    /// <summary>Takes what a run of so many steps needs.</summary>
    internal static LstmScratch Rent(LstmShape shape, int batch, int steps) => new(shape, batch, steps);

    /// <summary>Floats of a run of so many steps.</summary>
    internal static long FloatsOf(LstmShape shape, int batch, int steps)
    {
        long row = LstmStateLayout.Stride(shape);
        int chunk = Chunk(batch, steps);
        long floats = (2L * chunk * batch * row) + Sums(shape, batch, chunk);
        return batch == 1 ? floats : floats + (2L * shape.Layers * batch * row) + ((long)batch * shape.Input) + (2L * batch);
    }

    /// <summary>Layers write to two buffers in turn: each reads what the one below wrote.</summary>
    internal ref float LayerOutputs(int layer) => ref At((layer & 1) * _outputs);

    /// <summary>Sums of kernels.</summary>
    internal ref float SumsPlace => ref At(2 * _outputs);

    /// <summary>h, then c, in the order of the lengths.</summary>
    internal ref float Sorted => ref At((2 * _outputs) + _sums);

    /// <summary>One step of inputs in the order of the lengths.</summary>
    internal ref float Gathered => ref At((2 * _outputs) + _sums + _sorted);

    /// <summary>The order of the lengths: [B] indices of rows.</summary>
    internal Span<int> Order => Integers(0);

    /// <summary>The negated lengths in that order: [B].</summary>
    internal Span<int> Lengths => Integers(1);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);

    private void ClearPadding(LstmShape shape)
    {
        int stride = LstmStateLayout.Stride(shape);
        int end = stride == shape.Hidden ? 0 : Math.Min(shape.Layers, 2) * _outputs;
        for (int line = stride - CacheLine.Floats; line < end; line += stride)
        {
            Unsafe.As<float, CacheLine.Content>(ref At(line)) = default;
        }
    }

    private static int Chunk(int batch, int steps) => Math.Clamp(batch == 1 ? SequenceChunk : BatchChunk / batch, 1, Math.Max(1, steps));

    private static int Sums(LstmShape shape, int batch, int chunk)
        => checked(batch == 1 ? chunk * shape.Gates * LstmStateLayout.Stride(shape) : Math.Min(batch, LstmRows.Block) * 16 * shape.Gates);

    private Span<int> Integers(int index)
        => MemoryMarshal.Cast<float, int>(_array.AsSpan(_start + (2 * _outputs) + _sums + _sorted + (_batch * (_input + index)), _batch));

    private ref float At(int offset) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start + offset);
}
