using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Samples.VoiceActivity;

/// <summary>
/// Tiles of a product of matrices: 1, 2 or 4 rows of outputs for one panel of 64, 32 or 16 columns. In each, eight vectors of sums stay
/// in registers: as many as it takes to keep two multiply-add units busy.
/// </summary>
internal static class Tiles
{
    private static readonly int s_lanes = Vector256<float>.Count;

    /// <summary>Columns of the panels for a number of rows.</summary>
    public static int Panel(int rows) => rows switch { 1 => 8, 2 => 4, _ => 2 } * s_lanes;

    /// <summary>outputs[c] = bias[c] + sum over k of inputs[k] weights[k, c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(ReadOnlySpan<float> inputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> outputs)
    {
        (_, _, _) = (weights[(inputs.Length * 64) - 1], bias[63], outputs[63]);
        ref float x = ref MemoryMarshal.GetReference(inputs), w = ref MemoryMarshal.GetReference(weights);
        ref float b = ref MemoryMarshal.GetReference(bias), y = ref MemoryMarshal.GetReference(outputs);
        Vector256<float> y0 = Vector256.LoadUnsafe(ref b), y1 = Vector256.LoadUnsafe(ref b, 8), y2 = Vector256.LoadUnsafe(ref b, 16), y3 = Vector256.LoadUnsafe(ref b, 24);
        Vector256<float> y4 = Vector256.LoadUnsafe(ref b, 32), y5 = Vector256.LoadUnsafe(ref b, 40), y6 = Vector256.LoadUnsafe(ref b, 48), y7 = Vector256.LoadUnsafe(ref b, 56);
        for (int k = 0; k < inputs.Length; k++)
        {
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
            y0 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w), y0);
            y1 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 8), y1);
            y2 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 16), y2);
            y3 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 24), y3);
            y4 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 32), y4);
            y5 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 40), y5);
            y6 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 48), y6);
            y7 = Vector256.FusedMultiplyAdd(value, Vector256.LoadUnsafe(ref w, 56), y7);
            w = ref Unsafe.Add(ref w, 64);
        }

        y0.StoreUnsafe(ref y);
        y1.StoreUnsafe(ref y, 8);
        y2.StoreUnsafe(ref y, 16);
        y3.StoreUnsafe(ref y, 24);
        y4.StoreUnsafe(ref y, 32);
        y5.StoreUnsafe(ref y, 40);
        y6.StoreUnsafe(ref y, 48);
        y7.StoreUnsafe(ref y, 56);
    }

    /// <summary>The same for two rows: inputs <paramref name="step"/> floats apart, outputs <paramref name="stride"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Two(ReadOnlySpan<float> inputs, int step, int depth, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> outputs, int stride)
    {
        (_, _, _, _) = (inputs[step + depth - 1], weights[(depth * 32) - 1], bias[31], outputs[stride + 31]);
        ref float x = ref MemoryMarshal.GetReference(inputs), w = ref MemoryMarshal.GetReference(weights);
        ref float b = ref MemoryMarshal.GetReference(bias), y = ref MemoryMarshal.GetReference(outputs);
        Vector256<float> a0 = Vector256.LoadUnsafe(ref b), a1 = Vector256.LoadUnsafe(ref b, 8), a2 = Vector256.LoadUnsafe(ref b, 16), a3 = Vector256.LoadUnsafe(ref b, 24);
        Vector256<float> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> w0 = Vector256.LoadUnsafe(ref w), w1 = Vector256.LoadUnsafe(ref w, 8), w2 = Vector256.LoadUnsafe(ref w, 16), w3 = Vector256.LoadUnsafe(ref w, 24);
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
            a0 = Vector256.FusedMultiplyAdd(value, w0, a0);
            a1 = Vector256.FusedMultiplyAdd(value, w1, a1);
            a2 = Vector256.FusedMultiplyAdd(value, w2, a2);
            a3 = Vector256.FusedMultiplyAdd(value, w3, a3);
            value = Vector256.Create(Unsafe.Add(ref x, step + k));
            b0 = Vector256.FusedMultiplyAdd(value, w0, b0);
            b1 = Vector256.FusedMultiplyAdd(value, w1, b1);
            b2 = Vector256.FusedMultiplyAdd(value, w2, b2);
            b3 = Vector256.FusedMultiplyAdd(value, w3, b3);
            w = ref Unsafe.Add(ref w, 32);
        }

        a0.StoreUnsafe(ref y);
        a1.StoreUnsafe(ref y, 8);
        a2.StoreUnsafe(ref y, 16);
        a3.StoreUnsafe(ref y, 24);
        y = ref Unsafe.Add(ref y, stride);
        b0.StoreUnsafe(ref y);
        b1.StoreUnsafe(ref y, 8);
        b2.StoreUnsafe(ref y, 16);
        b3.StoreUnsafe(ref y, 24);
    }

    /// <summary>The same for four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(ReadOnlySpan<float> inputs, int step, int depth, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> outputs, int stride)
    {
        (_, _, _, _) = (inputs[(3 * step) + depth - 1], weights[(depth * 16) - 1], bias[15], outputs[(3 * stride) + 15]);
        ref float x = ref MemoryMarshal.GetReference(inputs), w = ref MemoryMarshal.GetReference(weights);
        ref float b = ref MemoryMarshal.GetReference(bias), y = ref MemoryMarshal.GetReference(outputs);
        Vector256<float> a0 = Vector256.LoadUnsafe(ref b), a1 = Vector256.LoadUnsafe(ref b, 8);
        Vector256<float> b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> w0 = Vector256.LoadUnsafe(ref w), w1 = Vector256.LoadUnsafe(ref w, 8);
            Vector256<float> value = Vector256.Create(Unsafe.Add(ref x, k));
            a0 = Vector256.FusedMultiplyAdd(value, w0, a0);
            a1 = Vector256.FusedMultiplyAdd(value, w1, a1);
            value = Vector256.Create(Unsafe.Add(ref x, step + k));
            b0 = Vector256.FusedMultiplyAdd(value, w0, b0);
            b1 = Vector256.FusedMultiplyAdd(value, w1, b1);
            value = Vector256.Create(Unsafe.Add(ref x, (2 * step) + k));
            c0 = Vector256.FusedMultiplyAdd(value, w0, c0);
            c1 = Vector256.FusedMultiplyAdd(value, w1, c1);
            value = Vector256.Create(Unsafe.Add(ref x, (3 * step) + k));
            d0 = Vector256.FusedMultiplyAdd(value, w0, d0);
            d1 = Vector256.FusedMultiplyAdd(value, w1, d1);
            w = ref Unsafe.Add(ref w, 16);
        }

        a0.StoreUnsafe(ref y);
        a1.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, stride);
        b0.StoreUnsafe(ref y);
        b1.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, stride);
        c0.StoreUnsafe(ref y);
        c1.StoreUnsafe(ref y, 8);
        y = ref Unsafe.Add(ref y, stride);
        d0.StoreUnsafe(ref y);
        d1.StoreUnsafe(ref y, 8);
    }
}
