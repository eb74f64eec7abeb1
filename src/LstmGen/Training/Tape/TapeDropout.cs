using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Tape;

/// <summary>
/// Dropout of one pass: what layers read in place of h. Masks follow from the seed, the pass and the place alone, so the backward pass
/// makes them again; those of the recurrence are kept, one a row and layer.
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
        FloatsPerRowAndStep = (_recurrent.Length + passing) * _stride;
    }

    /// <summary>Which numbers the masks of a use are made of.</summary>
    private enum Use : ulong
    {
        Recurrence = 1,
        Passing = 2,
    }

    internal int FloatsPerRowAndStep { get; }

    /// <summary>Whether h(t-1) goes masked into the recurrence.</summary>
    internal bool Recurrent { get; private set; }

    /// <summary>Whether h goes masked to the next layer.</summary>
    internal bool Passed { get; private set; }

    /// <summary>Starts a pass, with dropout or without.</summary>
    /// <returns>Whether there is any.</returns>
    internal bool Begin(bool enabled, long pass, TapeRows rows)
    {
        _pass = pass;
        (Recurrent, Passed) = (enabled && _recurrent.Length > 0, enabled && _passed.Length > 0);
        for (int layer = 0; Recurrent && layer < _shape.Layers; layer++)
        {
            for (int row = 0; row < rows.Batch; row++)
            {
                Fill(Mask(layer, row), _options.RecurrentDropout, Use.Recurrence, layer, rows.Source(row));
            }
        }

        return Recurrent || Passed;
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
            Multiply(Row(ref h, row), Mask(layer, first + row), Row(ref Recurrence(layer, step, first), row));
        }
    }

    internal void MaskPassing(int layer, int step, int first, int count, TapeRows rows, ref float h)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> passed = Row(ref Passing(layer, step, first), row);
            FillPassing(passed, layer, step, rows.Source(first + row));
            Multiply(Row(ref h, row), passed, passed);
        }
    }

    /// <summary>Adds the gradient of the masked h, times the mask, to that of h; leaves zeros for the next step.</summary>
    internal void AddRecurrence(int layer, int first, int count, ref float dh)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> gradient = Row(ref Gradient(first), row);
            MultiplyAdd(gradient, Mask(layer, first + row), Row(ref dh, row));
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
            Multiply(Row(ref dh, row), mask, Row(ref dh, row));
            mask.Clear();
        }
    }

    private void FillPassing(Span<float> mask, int layer, int step, int source)
        => Fill(mask, _options.Dropout, Use.Passing, layer, (step * (long)_options.Batch) + source);

    private void Fill(Span<float> mask, float rate, Use use, int layer, long place)
        => DropoutMask.Fill(
            mask, rate, CounterRandom.Key(_options.Seed, (ulong)_pass, (ulong)use, (ulong)layer), (ulong)(place * _shape.Hidden));

    private Span<float> Mask(int layer, int row) => _masks.Span.Slice(((layer * _options.Batch) + row) * _stride, _shape.Hidden);

    private Span<float> Row(ref float first, int row) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, (nint)row * _stride), _shape.Hidden);

    private static void Multiply(Span<float> a, Span<float> b, Span<float> product) => LaneKernel.Run(new Product(a, b, product, false), product.Length);

    private static void MultiplyAdd(Span<float> a, Span<float> b, Span<float> sum) => LaneKernel.Run(new Product(a, b, sum, true), sum.Length);

    private readonly ref struct Product(Span<float> a, Span<float> b, Span<float> result, bool adds) : ILaneKernel
    {
        private readonly Span<float> _a = a;
        private readonly Span<float> _b = b;
        private readonly Span<float> _result = result;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float a = ref MemoryMarshal.GetReference(_a);
            ref float b = ref MemoryMarshal.GetReference(_b);
            ref float result = ref MemoryMarshal.GetReference(_result);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes product = TLanes.Load(ref a, index) * TLanes.Load(ref b, index);
                TLanes.Store(adds ? TLanes.Load(ref result, index) + product : product, ref result, index);
            }

            return index;
        }
    }
}
