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
    private readonly LstmShape _shape;
    private readonly LstmTapeOptions _options;
    private readonly int _stride;
    private readonly AlignedMemory[] _recurrent = [];
    private readonly AlignedMemory[] _passed = [];
    private readonly AlignedMemory _masks;
    private readonly AlignedMemory _rows;
    private readonly AlignedMemory _inputRows;
    private long _pass;

    internal TapeDropout(LstmShape shape, LstmTapeOptions options, LstmUse[] uses)
    {
        (_shape, _options, _stride) = (shape, options, LstmStateLayout.Round16(shape.Hidden));
        int batch = checked(options.Batch * _stride);
        int all = checked(options.Steps * batch);
        if (options.RecurrentDropout > 0)
        {
            _recurrent = new AlignedMemory[shape.Layers];
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                _recurrent[layer] = new AlignedMemory(all);
            }
        }

        int passing = 0;
        if (options.Dropout > 0)
        {
            _passed = new AlignedMemory[uses.Length];
            foreach (int read in uses.Where(use => !use.ReadsInputs).Select(use => use.Reads).Distinct())
            {
                _passed[read] = new AlignedMemory(all);
                passing++;
            }
        }

        _masks = new AlignedMemory(_recurrent.Length > 0 ? checked(shape.Layers * batch) : 0);
        _rows = new AlignedMemory(_recurrent.Length > 0 || _passed.Length > 0 ? batch : 0);
        _inputRows = new AlignedMemory(options.InputDropout > 0 ? checked(options.Batch * shape.Input) : 0);
        FloatsPerRowAndStep = (_recurrent.Length + passing) * _stride;
    }

    /// <summary>Which numbers the masks of a use are made of.</summary>
    private enum Use : ulong
    {
        Recurrence = 1,
        Passing = 2,
        Inputs = 3,
        RecurrentWeights = 4,
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
        for (int layer = 0; Recurrent && layer < _shape.Layers; layer++)
        {
            for (int row = 0; row < rows.Batch; row++)
            {
                Fill(Mask(layer, row), _options.RecurrentDropout, Use.Recurrence, layer, rows.Source(row), _shape.Hidden);
            }
        }

        return Recurrent || Passed || Inputs || (enabled && _options.RecurrentWeightDropout > 0);
    }

    /// <summary>What the recurrence of a layer reads at a step, from a row on [B, S].</summary>
    internal ref float Recurrence(int layer, int step, int row)
        => ref Unsafe.Add(ref _recurrent[layer].Reference, (nint)((step * _options.Batch) + row) * _stride);

    /// <summary>What a layer passes on at a step, from a row on [B, S].</summary>
    internal ref float Passing(int layer, int step, int row)
        => ref Unsafe.Add(ref _passed[layer].Reference, (nint)((step * _options.Batch) + row) * _stride);

    /// <summary>Memory for the gradient of the masked h of some rows, from a row on [B, S].</summary>
    internal ref float Gradient(int row) => ref Unsafe.Add(ref _rows.Reference, (nint)row * _stride);

    internal void MaskRecurrence(int layer, int step, int first, int count, ref float h)
    {
        for (int row = 0; row < count; row++)
        {
            LaneProduct.Multiply(Row(ref h, row), Mask(layer, first + row), Row(ref Recurrence(layer, step, first), row));
        }
    }

    internal void MaskPassing(int layer, int step, int first, int count, TapeRows rows, ref float h)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> passed = Row(ref Passing(layer, step, first), row);
            FillPassing(passed, layer, step, rows.Source(first + row));
            LaneProduct.Multiply(Row(ref h, row), passed, passed);
        }
    }

    /// <summary>Adds the gradient of the masked h, times the mask, to that of h; leaves zeros for the next step.</summary>
    internal void AddRecurrence(int layer, int first, int count, ref float dh)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> gradient = Row(ref Gradient(first), row);
            LaneProduct.MultiplyAdd(gradient, Mask(layer, first + row), Row(ref dh, row));
            gradient.Clear();
        }
    }

    /// <summary>Turns the gradient of what a layer passed on into that of h.</summary>
    internal void UnmaskPassing(int layer, int step, int first, int count, TapeRows rows, ref float dh)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> mask = Row(ref Gradient(first), row);
            FillPassing(mask, layer, step, rows.Source(first + row));
            LaneProduct.Multiply(Row(ref dh, row), mask, Row(ref dh, row));
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
            Span<float> mask = _inputRows.Span.Slice((first + row) * _shape.Input, _shape.Input);
            Fill(mask, _options.InputDropout, Use.Inputs, 0, Place(step, rows.Source(first + row)), _shape.Input);
            Span<float> inputs = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref x, (nint)row * stride), _shape.Input);
            LaneProduct.Multiply(inputs, mask, inputs);
        }
    }

    /// <summary>Key of the mask of a layer's R in a pass.</summary>
    internal static ulong RecurrentWeightsKey(LstmTapeOptions options, long pass, int layer) => Key(options, pass, Use.RecurrentWeights, layer);

    private void FillPassing(Span<float> mask, int layer, int step, int source)
        => Fill(mask, _options.Dropout, Use.Passing, layer, Place(step, source), _shape.Hidden);

    /// <summary>Number of the mask of a row at a step.</summary>
    private long Place(int step, int source) => _options.LockedDropout ? source : (step * (long)_options.Batch) + source;

    private void Fill(Span<float> mask, float rate, Use use, int layer, long place, int length)
        => DropoutMask.Fill(mask, rate, Key(_options, _pass, use, layer), (ulong)(place * length));

    private static ulong Key(LstmTapeOptions options, long pass, Use use, int layer)
        => CounterRandom.Key(options.Seed, (ulong)pass, (ulong)use, (ulong)layer);

    private Span<float> Mask(int layer, int row) => _masks.Span.Slice(((layer * _options.Batch) + row) * _stride, _shape.Hidden);

    private Span<float> Row(ref float first, int row) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, (nint)row * _stride), _shape.Hidden);
}
