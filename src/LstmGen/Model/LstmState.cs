using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// The h and c of every layer of B sequences, [layer, batch, hidden], and nothing else: what a step needs besides belongs to the thread
/// or the call. A state belongs to one call at a time; two at once are refused where they are noticed.
/// </summary>
/// <remarks>Rows are padded to 16 units; with them and 140 bytes or so of bookkeeping a state is about as large as h and c.</remarks>
public sealed class LstmState
{
    // An array of the ordinary heap, so that a state for each request costs what any small object costs. The collector may move it, and
    // then the rows are shifted within it: kernels are up to 7 % slower where rows straddle cache lines.
    private readonly float[] _memory;
    private int _start;
    private bool _inUse;

    /// <summary>A zero state; for generated code, users call <see cref="ILstmModel{TSelf}.CreateState"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmState(LstmShape shape, int batch)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Shape = shape;
        Batch = batch;
        _memory = new float[LstmStateLayout.Floats(shape, batch) + CacheLine.SlackFloats];
        _start = CacheLine.FirstStart(_memory);
    }

    /// <summary>The shape of the model this state belongs to.</summary>
    public LstmShape Shape { get; }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>Floats from one row of h or c to the next.</summary>
    internal int Stride => LstmStateLayout.Stride(Shape);

    /// <summary>Floats of one state of the cell, of all layers and sequences: what lies before the next.</summary>
    internal int Block => Shape.Layers * Batch * Stride;

    /// <summary>Takes the state for a call that computes; the first float of h. For generated code.</summary>
    /// <exception cref="InvalidOperationException">Another call has it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Enter()
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _start);
        if (_inUse || !CacheLine.StartsAt(_memory, _start))
        {
            return ref EnterSlow();
        }

        _inUse = true;
        return ref first;
    }

    /// <summary>Gives the state back; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _inUse = false;

    /// <summary>A copy of h of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public float[] Hidden(int layer, int row = 0) => Free().Row(0, layer, row).ToArray();

    /// <summary>A copy of c of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public float[] Cell(int layer, int row = 0) => Free().Row(1, layer, row).ToArray();

    /// <summary>Copies h of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden], written.</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void GetHidden(int layer, int row, Span<float> values) => Free().Row(0, layer, row).CopyTo(Checked(values));

    /// <summary>Copies c of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden], written.</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void GetCell(int layer, int row, Span<float> values) => Free().Row(1, layer, row).CopyTo(Checked(values));

    /// <summary>Sets h of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void SetHidden(int layer, int row, ReadOnlySpan<float> values) => Checked(values).CopyTo(Free().Row(0, layer, row));

    /// <summary>Sets c of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void SetCell(int layer, int row, ReadOnlySpan<float> values) => Checked(values).CopyTo(Free().Row(1, layer, row));

    /// <summary>Sets every h and c to zero.</summary>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Reset() => Free().All.Clear();

    /// <summary>Sets h and c of one sequence to zero in every layer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void ResetRow(int row)
    {
        Free();
        for (int index = 0; index < Shape.Cell.States.Length * Shape.Layers; index++)
        {
            Row(index / Shape.Layers, index % Shape.Layers, row).Clear();
        }
    }

    /// <summary>Makes this state equal to another of the same shape and batch.</summary>
    /// <exception cref="ArgumentException">Shape or batch differ.</exception>
    /// <exception cref="InvalidOperationException">A call computes with one of them.</exception>
    public void CopyFrom(LstmState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!LstmGuard.SameShape(source.Shape, Shape) || source.Batch != Batch)
        {
            throw new ArgumentException(
                $"The state copied is of {source.Shape} and batch {source.Batch}; {Shape} and batch {Batch} were expected.",
                nameof(source));
        }

        source.Free().All.CopyTo(Free().All);
    }

    /// <summary>A state of its own with the same contents.</summary>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
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
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Export(Span<float> hidden, Span<float> cell)
    {
        CheckTotal(hidden.Length, nameof(hidden));
        CheckTotal(cell.Length, nameof(cell));
        Export(0, hidden);
        Export(1, cell);
    }

    /// <summary>Sets every h and c from PyTorch's layout.</summary>
    /// <param name="hidden">h0: [Layers, Batch, Hidden].</param>
    /// <param name="cell">c0: [Layers, Batch, Hidden].</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Import(ReadOnlySpan<float> hidden, ReadOnlySpan<float> cell)
    {
        CheckTotal(hidden.Length, nameof(hidden));
        CheckTotal(cell.Length, nameof(cell));
        Import(0, hidden);
        Import(1, cell);
    }

    /// <summary>Writes a state of the cell by its place in the layout: [Layers, Batch, Hidden].</summary>
    internal void Export(int state, Span<float> values)
    {
        Free();
        for (int index = 0; index < Shape.Layers * Batch; index++)
        {
            Row(state, index / Batch, index % Batch).CopyTo(values[(index * Shape.Hidden)..]);
        }
    }

    /// <summary>Sets a state of the cell by its place in the layout from [Layers, Batch, Hidden].</summary>
    internal void Import(int state, ReadOnlySpan<float> values)
    {
        Free();
        for (int index = 0; index < Shape.Layers * Batch; index++)
        {
            values.Slice(index * Shape.Hidden, Shape.Hidden).CopyTo(Row(state, index / Batch, index % Batch));
        }
    }

    private Span<float> All => _memory.AsSpan(_start, Shape.Cell.States.Length * Block);

    private LstmState Free() => _inUse ? throw InUse() : this;

    private static InvalidOperationException InUse() => new(
        "The state is in use by another call; a state belongs to one call at a time. Give each thread and each stream a state of its own (CreateState).");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref float EnterSlow()
    {
        if (_inUse)
        {
            throw InUse();
        }

        _inUse = true;
        int start = CacheLine.FirstStart(_memory);
        All.CopyTo(_memory.AsSpan(start));
        _start = start;
        return ref _memory[start];
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

    private Span<float> Checked(Span<float> values) => values.Length == Shape.Hidden ? values : throw WrongLength(values.Length);

    private ReadOnlySpan<float> Checked(ReadOnlySpan<float> values) => values.Length == Shape.Hidden ? values : throw WrongLength(values.Length);

    private ArgumentException WrongLength(int length) => new($"values has {length} floats; hidden = {Shape.Hidden} were expected.", "values");

    /// <summary>A state of the cell of one layer and sequence, in place; only within a call that has the state.</summary>
    internal Span<float> Row(int state, int layer, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Shape.Layers);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Batch);
        return _memory.AsSpan(_start + (state * Block) + (((layer * Batch) + row) * Stride), Shape.Hidden);
    }
}
