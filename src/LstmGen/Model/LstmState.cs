using System.ComponentModel;
using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// The h and c of every layer of B sequences, [layer, batch, hidden], and the scratch memory their kernels need.
/// A state belongs to one thread at a time.
/// </summary>
public sealed class LstmState
{
    private readonly AlignedMemory _memory;
    private bool _fromEnd;

    /// <summary>A zero state; for generated code, users call <see cref="ILstmModel{TSelf}.CreateState"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmState(LstmShape shape, int batch)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        Batch = batch;
        Layout = new LstmStateLayout(shape, batch);
        _memory = new AlignedMemory(Layout.Length);
        Order = new int[batch == 1 ? 0 : batch];
        Lengths = new int[batch == 1 ? 0 : batch];
    }

    /// <summary>The shape of the model this state belongs to.</summary>
    public LstmShape Shape { get; }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    internal LstmStateLayout Layout { get; }

    internal int[] Order { get; }

    internal int[] Lengths { get; }

    /// <summary>The first float of the memory; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _memory.Reference;
    }

    /// <summary>Scratch for the sums of kernels; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float Sums
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref _memory.Reference, Layout.Sums);
    }

    /// <summary>Whether the next step begins with the last units: every other one does; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool FromEnd() => _fromEnd = !_fromEnd;

    /// <summary>h of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    public ReadOnlySpan<float> Hidden(int layer, int row = 0) => Row(0, layer, row);

    /// <summary>c of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    public ReadOnlySpan<float> Cell(int layer, int row = 0) => Row(Layout.CellOffset, layer, row);

    /// <summary>Sets h of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    public void SetHidden(int layer, int row, ReadOnlySpan<float> values) => Set(0, layer, row, values);

    /// <summary>Sets c of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    public void SetCell(int layer, int row, ReadOnlySpan<float> values) => Set(Layout.CellOffset, layer, row, values);

    /// <summary>Sets every h and c to zero.</summary>
    public void Reset() => _memory.Span[..(2 * Layout.CellOffset)].Clear();

    /// <summary>Sets h and c of one sequence to zero in every layer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void ResetRow(int row)
    {
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            Row(0, layer, row).Clear();
            Row(Layout.CellOffset, layer, row).Clear();
        }
    }

    /// <summary>Makes this state equal to another of the same shape and batch.</summary>
    /// <exception cref="ArgumentException">Shape or batch differ.</exception>
    public void CopyFrom(LstmState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!LstmGuard.SameShape(source.Shape, Shape) || source.Batch != Batch)
        {
            throw new ArgumentException(
                $"The state copied is of {source.Shape} and batch {source.Batch}; {Shape} and batch {Batch} were expected.",
                nameof(source));
        }

        source._memory.Span[..(2 * Layout.CellOffset)].CopyTo(_memory.Span);
    }

    /// <summary>A state of its own with the same contents.</summary>
    public LstmState Clone()
    {
        var copy = new LstmState(Shape, Batch);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Writes every h and c in PyTorch's layout.</summary>
    /// <param name="hidden">h: [Layers, Batch, Hidden], written.</param>
    /// <param name="cell">c: [Layers, Batch, Hidden], written.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void Export(Span<float> hidden, Span<float> cell)
    {
        CheckTotal(hidden.Length, nameof(hidden));
        CheckTotal(cell.Length, nameof(cell));
        for (int index = 0; index < Shape.Layers * Batch; index++)
        {
            int at = index * Shape.Hidden;
            Row(0, index / Batch, index % Batch).CopyTo(hidden[at..]);
            Row(Layout.CellOffset, index / Batch, index % Batch).CopyTo(cell[at..]);
        }
    }

    /// <summary>Sets every h and c from PyTorch's layout.</summary>
    /// <param name="hidden">h0: [Layers, Batch, Hidden].</param>
    /// <param name="cell">c0: [Layers, Batch, Hidden].</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void Import(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell)
    {
        CheckTotal(hidden.Length, nameof(hidden));
        CheckTotal(cell.Length, nameof(cell));
        for (int index = 0; index < Shape.Layers * Batch; index++)
        {
            int at = index * Shape.Hidden;
            hidden.Slice(at, Shape.Hidden).CopyTo(Row(0, index / Batch, index % Batch));
            cell.Slice(at, Shape.Hidden).CopyTo(Row(Layout.CellOffset, index / Batch, index % Batch));
        }
    }

    private void CheckTotal(int length, string name)
    {
        int expected = Shape.Layers * Batch * Shape.Hidden;
        if (length != expected)
        {
            throw new ArgumentException(
                $"{name} has {length} floats; [layers {Shape.Layers}, batch {Batch}, hidden {Shape.Hidden}] = {expected} were expected.", name);
        }
    }

    private void Set(int block, int layer, int row, ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.Hidden)
        {
            throw new ArgumentException($"values has {values.Length} floats; hidden = {Shape.Hidden} were expected.", nameof(values));
        }

        values.CopyTo(Row(block, layer, row));
    }

    private Span<float> Row(int block, int layer, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Shape.Layers);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Batch);
        return _memory.Span.Slice(block + (((layer * Batch) + row) * Layout.Stride), Shape.Hidden);
    }
}
