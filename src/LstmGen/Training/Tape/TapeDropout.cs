using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// Dropout of one pass: what layers read in place of h and of the inputs. Masks follow from the seed, the pass and the place alone, so
/// the backward pass makes them again; those of the recurrence are kept, one a row and layer.
/// </summary>
internal sealed class TapeDropout
{
    private readonly LstmTapeOptions _options;
    private readonly LstmNode[] _nodes;
    private readonly int _features;
    private readonly AlignedMemory[] _recurrent = [];
    private readonly AlignedMemory[] _passed = [];
    private readonly AlignedMemory[] _masks = [];
    private readonly AlignedMemory[] _rows;
    private readonly AlignedMemory _inputRows;
    private long _pass;

    internal TapeDropout(LstmShape shape, LstmTapeOptions options, LstmNode[] nodes)
    {
        (_features, _options, _nodes) = (shape.Input, options, nodes);
        (_recurrent, _masks) = options.RecurrentDropout > 0 ? (new AlignedMemory[nodes.Length], new AlignedMemory[nodes.Length]) : ([], []);
        (_passed, _rows) = (options.Dropout > 0 ? new AlignedMemory[nodes.Length] : [], new AlignedMemory[nodes.Length]);
        for (int node = 0; node < nodes.Length; node++)
        {
            int batch = checked(options.Batch * nodes[node].Stride);
            bool recurs = _recurrent.Length > 0 && nodes[node].Recurs, passes = _passed.Length > 0 && nodes[node].Drops;
            if (recurs)
            {
                (_recurrent[node], _masks[node]) = (new AlignedMemory(checked(options.Steps * batch)), new AlignedMemory(batch));
                FloatsPerRowAndStep += nodes[node].Stride;
            }

            if (passes)
            {
                _passed[node] = new AlignedMemory(checked(options.Steps * batch));
                FloatsPerRowAndStep += nodes[node].Stride;
            }

            _rows[node] = new AlignedMemory(recurs || passes ? batch : 0);
        }

        _inputRows = new AlignedMemory(options.InputDropout > 0 ? checked(options.Batch * shape.Input) : 0);
    }

    /// <summary>Which numbers the masks of a use are made of.</summary>
    internal enum Use : ulong
    {
        Recurrence = 1,
        Passing = 2,
        Inputs = 3,
        RecurrentWeights = 4,
        HiddenZoneout = 5,
        CellZoneout = 6,
    }

    internal int FloatsPerRowAndStep { get; }

    /// <summary>Whether h(t-1) goes masked into the recurrence.</summary>
    internal bool Recurrent { get; private set; }

    /// <summary>Whether h goes masked to the next layer.</summary>
    internal bool Passed { get; private set; }

    /// <summary>Whether the first layer reads masked inputs.</summary>
    internal bool Inputs { get; private set; }

    /// <summary>Starts a pass, with dropout or without.</summary>
    /// <returns>Whether there is any.</returns>
    internal bool Begin(bool enabled, long pass, TapeRows rows)
    {
        _pass = pass;
        (Recurrent, Passed, Inputs) = (enabled && _recurrent.Length > 0, enabled && _passed.Length > 0, enabled && _options.InputDropout > 0);
        for (int node = 0; Recurrent && node < _nodes.Length; node++)
        {
            for (int row = 0; _nodes[node].Recurs && row < rows.Batch; row++)
            {
                Fill(Mask(node, row), _options.RecurrentDropout, Use.Recurrence, _nodes[node].State, rows.Source(row), _nodes[node].Width);
            }
        }

        return Recurrent || Passed || Inputs || (enabled && _options.RecurrentWeightDropout > 0);
    }

    /// <summary>What the recurrence of a layer reads at a step, from a row on [B, S].</summary>
    internal ref float Recurrence(int node, int step, int row) => ref At(_recurrent[node], node, step, row);

    /// <summary>What a node passes on at a step, from a row on [B, S].</summary>
    internal ref float Passing(int node, int step, int row) => ref At(_passed[node], node, step, row);

    /// <summary>Memory for the gradient of the masked h of some rows, from a row on [B, S].</summary>
    internal ref float Gradient(int node, int row) => ref At(_rows[node], node, 0, row);

    /// <summary>Whether a node passes its values on masked.</summary>
    internal bool Passes(int node) => Passed && _nodes[node].Drops;

    internal void MaskRecurrence(int node, int step, int first, int count, ref float h)
    {
        for (int row = 0; row < count; row++)
        {
            LaneProduct.Multiply(Row(node, ref h, row), Mask(node, first + row), Row(node, ref Recurrence(node, step, first), row));
        }
    }

    internal void MaskPassing(int node, int step, int first, int count, TapeRows rows, ref float h)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> passed = Row(node, ref Passing(node, step, first), row);
            FillPassing(passed, node, step, rows.Source(first + row));
            LaneProduct.Multiply(Row(node, ref h, row), passed, passed);
        }
    }

    /// <summary>Adds the gradient of the masked h, times the mask, to that of h; leaves zeros for the next step.</summary>
    internal void AddRecurrence(int node, int first, int count, ref float dh)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> gradient = Row(node, ref Gradient(node, first), row);
            LaneProduct.MultiplyAdd(gradient, Mask(node, first + row), Row(node, ref dh, row));
            gradient.Clear();
        }
    }

    /// <summary>Turns the gradient of what a node passed on into that of its values.</summary>
    internal void UnmaskPassing(int node, int step, int first, int count, TapeRows rows, ref float dh)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> mask = Row(node, ref Gradient(node, first), row);
            FillPassing(mask, node, step, rows.Source(first + row));
            LaneProduct.Multiply(Row(node, ref dh, row), mask, Row(node, ref dh, row));
            mask.Clear();
        }
    }

    /// <summary>Masks some rows of the inputs of a step, or of their gradient, in place.</summary>
    /// <param name="step">The step.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="rows">Where they come from.</param>
    /// <param name="x">The first row's inputs.</param>
    /// <param name="stride">From one row to the next.</param>
    internal void MaskInputs(int step, int first, int count, TapeRows rows, ref float x, int stride)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> mask = _inputRows.Span.Slice((first + row) * _features, _features);
            Fill(mask, _options.InputDropout, Use.Inputs, 0, Place(step, rows.Source(first + row)), _features);
            Span<float> inputs = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref x, (nint)row * stride), _features);
            LaneProduct.Multiply(inputs, mask, inputs);
        }
    }

    /// <summary>Key of the mask of a layer's R in a pass.</summary>
    internal static ulong RecurrentWeightsKey(LstmTapeOptions options, long pass, int layer) => Key(options, pass, Use.RecurrentWeights, layer);

    private void FillPassing(Span<float> mask, int node, int step, int source)
        => Fill(mask, _options.Dropout, Use.Passing, node, Place(step, source), _nodes[node].Width);

    /// <summary>Number of the mask of a row at a step.</summary>
    private long Place(int step, int source) => _options.LockedDropout ? source : (step * (long)_options.Batch) + source;

    private void Fill(Span<float> mask, float rate, Use use, int layer, long place, int length)
        => DropoutMask.Fill(mask, rate, Key(_options, _pass, use, layer), (ulong)(place * length));

    internal static ulong Key(LstmTapeOptions options, long pass, Use use, int layer)
        => CounterRandom.Key(options.Seed, (ulong)pass, (ulong)use, (ulong)layer);

    private Span<float> Mask(int node, int row) => MemoryMarshal.CreateSpan(ref At(_masks[node], node, 0, row), _nodes[node].Width);

    private Span<float> Row(int node, ref float first, int row)
        => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, (nint)row * _nodes[node].Stride), _nodes[node].Width);

    private ref float At(AlignedMemory memory, int node, int step, int row)
        => ref Unsafe.Add(ref memory.Reference, (nint)((step * _options.Batch) + row) * _nodes[node].Stride);
}
