using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>
/// The h and c of every layer of B sequences, [layer, batch, hidden], or what else a layer carries from step to step (<see cref="NamesOf"/>), and nothing else: what a step needs besides belongs to the thread
/// or the call. A state belongs to one call at a time; two at once are refused where they are noticed.
/// </summary>
/// <remarks>
/// Where layers have two directions each has a state of its own, as PyTorch counts them: layer 0 forward, layer 0 backward, layer 1 forward. Rows are padded to 16
/// units; with them and 140 bytes or so of bookkeeping a state is about as large as h and c.
/// </remarks>
public sealed partial class LstmState
{
    // An array of the ordinary heap, so that a state for each request costs what any small object costs. The collector may move it, and
    // then the rows are shifted within it: kernels are up to 7 % slower where rows straddle cache lines.
    private readonly float[] _memory;
    private readonly LstmStateBeginning? _beginning;
    private int _start;
    private byte _use;

    /// <summary>A zero state; for generated code, users call <see cref="ILstmModel{TSelf}.CreateState"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmState(LstmShape shape, int batch)
        : this(shape, batch, null)
    {
    }

    /// <summary>A state that begins with what a model has learned, as <see cref="LstmStateBeginning.Row"/> has it.</summary>
    internal LstmState(LstmShape shape, int batch, float[]? initial)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Shape = shape;
        Batch = batch;
        _memory = new float[LstmStateLayout.Floats(shape, batch) + CacheLine.SlackFloats];
        _start = CacheLine.FirstStart(_memory);
        if (shape.Parts.LearnsInitialStates)
        {
            _beginning = new LstmStateBeginning(initial, batch);
            Begin();
        }
    }

    /// <summary>The shape of the model this state belongs to.</summary>
    public LstmShape Shape { get; }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>How many layers have states, each direction counted.</summary>
    public int LayerCount => Shape.Parts.Recurrent.Length;

    internal int Layers => LayerCount;

    /// <summary>Where the rows of a state of a layer start: floats.</summary>
    internal int Place(int layer, int state) => Batch * Shape.Parts.Place(layer, state);

    /// <summary>Takes the state for a call that computes; the first float of h. For generated code.</summary>
    /// <exception cref="InvalidOperationException">Another call has it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Enter()
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _start);
        if (_use != Left || !CacheLine.StartsAt(_memory, _start))
        {
            return ref EnterSlow();
        }

        _use = Entered;
        return ref first;
    }

    /// <summary>The first float of h, for another thread of the call that has the state.</summary>
    internal ref float First() => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), _start);

    /// <summary>Gives the state back; for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _use = Left;

    /// <summary>A copy of h of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public float[] Hidden(int layer, int row = 0) => Free().Row(0, layer, row).ToArray();

    /// <summary>A copy of c of one layer and sequence: [Hidden].</summary>
    /// <exception cref="ArgumentException">The layer has no c.</exception>
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
    public void GetHidden(int layer, int row, Span<float> values) => Fitting(Free().Row(0, layer, row), values.Length).CopyTo(values);

    /// <summary>Copies c of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden], written.</param>
    /// <exception cref="ArgumentException">The length differs from Hidden, or the layer has no c.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void GetCell(int layer, int row, Span<float> values) => Fitting(Free().Row(1, layer, row), values.Length).CopyTo(values);

    /// <summary>Sets h of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void SetHidden(int layer, int row, ReadOnlySpan<float> values) => Put(0, layer, row, values);

    /// <summary>Sets c of one layer and sequence.</summary>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The length differs from Hidden, or the layer has no c.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void SetCell(int layer, int row, ReadOnlySpan<float> values) => Put(1, layer, row, values);

    /// <summary>
    /// What a layer carries from step to step, by name: <c>hidden</c>, which others read, then <c>cell</c> of an LSTM; a GRU has the former alone, an LSTM with
    /// exponential gates <c>normalizer</c> and <c>stabilizer</c> besides.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public IReadOnlyList<string> NamesOf(int layer)
    {
        Shape.Parts.CheckLayer(layer);
        return [.. Shape.Parts.Recurrent[layer].Cell.States];
    }

    /// <summary>A copy of a state of one layer and sequence: [Hidden].</summary>
    /// <param name="name">One of <see cref="NamesOf"/>.</param>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <exception cref="ArgumentException">The layer has no such state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public float[] Get(string name, int layer, int row = 0) => Free().Row(Shape.Parts.StateOf(name, layer), layer, row).ToArray();

    /// <summary>Sets a state of one layer and sequence.</summary>
    /// <param name="name">One of <see cref="NamesOf"/>.</param>
    /// <param name="layer">0 is the first.</param>
    /// <param name="row">Index of the sequence.</param>
    /// <param name="values">[Hidden].</param>
    /// <exception cref="ArgumentException">The layer has no such state, or the length differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Set(string name, int layer, int row, ReadOnlySpan<float> values) => Put(Shape.Parts.StateOf(name, layer), layer, row, values);

    /// <summary>Sets every state to zero, or to the learned initial values of the model that created it.</summary>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void Reset()
    {
        Free().All.Clear();
        Begin();
    }

    /// <summary>Sets every state of one sequence to zero, or to the learned initial values of the model that created it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public void ResetRow(int row)
    {
        Free();
        for (int layer = 0; layer < Layers; layer++)
        {
            for (int state = 0; state < StatesOf(layer); state++)
            {
                Row(state, layer, row).Clear();
            }
        }

        Begin(row);
    }

    /// <summary>Makes this state equal to another of the same batch whose layers carry the same, whatever their models read and give: an encoder's, for its decoder.</summary>
    /// <remarks>Rows that have just begun with learned initial values go on beginning where both are of one shape; those of another model are values as any.</remarks>
    /// <exception cref="ArgumentException">Layers or batch differ.</exception>
    /// <exception cref="InvalidOperationException">A call computes with one of them.</exception>
    public void CopyFrom(LstmState source)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool same = LstmGuard.SameShape(source.Shape, Shape);
        if (source.Batch != Batch || !(same || SameLayers(source, this)))
        {
            throw new ArgumentException(
                $"The state copied is of {source.Shape} and batch {source.Batch}; {Shape} and batch {Batch} were expected.",
                nameof(source));
        }

        source.Free().All.CopyTo(Free().All);
        if (_beginning is not null && same)
        {
            source.CopyBegun(_beginning.Begun);
            _use = MayBegin;
        }
        else
        {
            _beginning?.Begun.AsSpan().Clear();
        }
    }

    /// <summary>A state of its own with the same contents.</summary>
    /// <exception cref="InvalidOperationException">A call computes with the state.</exception>
    public LstmState Clone()
    {
        var copy = new LstmState(Shape, Batch, _beginning?.Row);
        copy.CopyFrom(this);
        return copy;
    }

    private Span<float> All => _memory.AsSpan(_start, Batch * Shape.Parts.RowFloats);

    private LstmState Free() => _use == Entered ? throw InUse() : this;

    private static InvalidOperationException InUse() => new(
        "The state is in use by another call; a state belongs to one call at a time. Give each thread and each stream a state of its own (CreateState).");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref float EnterSlow()
    {
        if (_use == Entered)
        {
            throw InUse();
        }

        if (_use == MayBegin)
        {
            _beginning!.Begun.AsSpan().Clear();
        }

        _use = Entered;
        int start = CacheLine.FirstStart(_memory);
        All.CopyTo(_memory.AsSpan(start));
        _start = start;
        return ref _memory[start];
    }

    private void Put(int state, int layer, int row, ReadOnlySpan<float> values)
    {
        values.CopyTo(Fitting(Free().Row(state, layer, row), values.Length));
        if (_beginning is not null)
        {
            _beginning.Begun[row] = false;
        }
    }

    private static Span<float> Fitting(Span<float> row, int length)
        => row.Length == length ? row : throw new ArgumentException($"values has {length} floats; hidden = {row.Length} were expected.", "values");

    /// <summary>A state of the cell of one layer and sequence, in place; only within a call that has the state.</summary>
    internal Span<float> Row(int state, int layer, int row)
    {
        Shape.Parts.CheckLayer(layer);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Batch);
        if (state >= StatesOf(layer))
        {
            throw new ArgumentException($"Layer {layer} has no c; it has {string.Join(", ", Shape.Parts.Recurrent[layer].Cell.States)}.", nameof(layer));
        }

        int width = Shape.Parts.Recurrent[layer].Width(state);
        return _memory.AsSpan(_start + Place(layer, state) + (row * LstmStateLayout.Round16(width)), width);
    }
}
