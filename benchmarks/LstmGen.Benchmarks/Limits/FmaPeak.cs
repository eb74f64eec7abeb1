using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Limits;

/// <summary>
/// The fused multiply-adds a core can do: independent accumulators in registers, no memory. Two pipes of latency four
/// want eight chains, four pipes sixteen; the counts below cover both and still fit the registers.
/// </summary>
internal sealed class FmaPeak(BlockTimer timer)
{
    private const int Rounds = 100;
    private float _sink;

    /// <summary>Vector widths the processor does in one instruction, in bits, widest first.</summary>
    internal static int[] Widths { get; } =
    [
        .. Vector512.IsHardwareAccelerated ? [512] : Array.Empty<int>(),
        .. Vector256.IsHardwareAccelerated ? [256] : Array.Empty<int>(),
        .. Vector256.IsHardwareAccelerated ? Array.Empty<int>() : [128],
    ];

    /// <summary>Times one width; the result is seconds per flop (a multiply-add counts two).</summary>
    internal Measurement Measure(int width)
    {
        (Func<int, float> kernel, int flops) = Loop(width);
        Measurement perUnit = timer.Measure(count => _sink += kernel(count * Rounds));
        return perUnit with { Seconds = perUnit.Seconds / (Rounds * (double)flops) };
    }

    /// <summary>A loop that does a number of rounds at one width, and the flops of a round.</summary>
    internal static (Func<int, float> Run, int Flops) Loop(int width) => width switch
    {
        512 => (Run512, 20 * 16 * 2),
        256 => (Run256, 12 * 8 * 2),
        _ => (Run128, 20 * 4 * 2),
    };

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run512(int rounds)
    {
        Vector512<float> x = Vector512.Create(1e-3f), y = Vector512.Create(1e-3f), s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x,
            s7 = x, s8 = x, s9 = x, s10 = x, s11 = x, s12 = x, s13 = x, s14 = x, s15 = x, s16 = x, s17 = x, s18 = x, s19 = x;
        for (int i = 0; i < rounds; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(x, y, s0);
            s1 = Vector512.FusedMultiplyAdd(x, y, s1);
            s2 = Vector512.FusedMultiplyAdd(x, y, s2);
            s3 = Vector512.FusedMultiplyAdd(x, y, s3);
            s4 = Vector512.FusedMultiplyAdd(x, y, s4);
            s5 = Vector512.FusedMultiplyAdd(x, y, s5);
            s6 = Vector512.FusedMultiplyAdd(x, y, s6);
            s7 = Vector512.FusedMultiplyAdd(x, y, s7);
            s8 = Vector512.FusedMultiplyAdd(x, y, s8);
            s9 = Vector512.FusedMultiplyAdd(x, y, s9);
            s10 = Vector512.FusedMultiplyAdd(x, y, s10);
            s11 = Vector512.FusedMultiplyAdd(x, y, s11);
            s12 = Vector512.FusedMultiplyAdd(x, y, s12);
            s13 = Vector512.FusedMultiplyAdd(x, y, s13);
            s14 = Vector512.FusedMultiplyAdd(x, y, s14);
            s15 = Vector512.FusedMultiplyAdd(x, y, s15);
            s16 = Vector512.FusedMultiplyAdd(x, y, s16);
            s17 = Vector512.FusedMultiplyAdd(x, y, s17);
            s18 = Vector512.FusedMultiplyAdd(x, y, s18);
            s19 = Vector512.FusedMultiplyAdd(x, y, s19);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11 + s12 + s13 + s14 + s15 + s16 + s17 + s18 + s19);
    }

    // Twelve chains: sixteen registers hold no more beside the two factors, and eight are enough.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run256(int rounds)
    {
        Vector256<float> x = Vector256.Create(1e-3f), y = Vector256.Create(1e-3f), s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x,
            s7 = x, s8 = x, s9 = x, s10 = x, s11 = x;
        for (int i = 0; i < rounds; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(x, y, s0);
            s1 = Vector256.FusedMultiplyAdd(x, y, s1);
            s2 = Vector256.FusedMultiplyAdd(x, y, s2);
            s3 = Vector256.FusedMultiplyAdd(x, y, s3);
            s4 = Vector256.FusedMultiplyAdd(x, y, s4);
            s5 = Vector256.FusedMultiplyAdd(x, y, s5);
            s6 = Vector256.FusedMultiplyAdd(x, y, s6);
            s7 = Vector256.FusedMultiplyAdd(x, y, s7);
            s8 = Vector256.FusedMultiplyAdd(x, y, s8);
            s9 = Vector256.FusedMultiplyAdd(x, y, s9);
            s10 = Vector256.FusedMultiplyAdd(x, y, s10);
            s11 = Vector256.FusedMultiplyAdd(x, y, s11);
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static float Run128(int rounds)
    {
        Vector128<float> x = Vector128.Create(1e-3f), y = Vector128.Create(1e-3f), s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x,
            s7 = x, s8 = x, s9 = x, s10 = x, s11 = x, s12 = x, s13 = x, s14 = x, s15 = x, s16 = x, s17 = x, s18 = x, s19 = x;
        for (int i = 0; i < rounds; i++)
        {
            s0 = Vector128.FusedMultiplyAdd(x, y, s0);
            s1 = Vector128.FusedMultiplyAdd(x, y, s1);
            s2 = Vector128.FusedMultiplyAdd(x, y, s2);
            s3 = Vector128.FusedMultiplyAdd(x, y, s3);
            s4 = Vector128.FusedMultiplyAdd(x, y, s4);
            s5 = Vector128.FusedMultiplyAdd(x, y, s5);
            s6 = Vector128.FusedMultiplyAdd(x, y, s6);
            s7 = Vector128.FusedMultiplyAdd(x, y, s7);
            s8 = Vector128.FusedMultiplyAdd(x, y, s8);
            s9 = Vector128.FusedMultiplyAdd(x, y, s9);
            s10 = Vector128.FusedMultiplyAdd(x, y, s10);
            s11 = Vector128.FusedMultiplyAdd(x, y, s11);
            s12 = Vector128.FusedMultiplyAdd(x, y, s12);
            s13 = Vector128.FusedMultiplyAdd(x, y, s13);
            s14 = Vector128.FusedMultiplyAdd(x, y, s14);
            s15 = Vector128.FusedMultiplyAdd(x, y, s15);
            s16 = Vector128.FusedMultiplyAdd(x, y, s16);
            s17 = Vector128.FusedMultiplyAdd(x, y, s17);
            s18 = Vector128.FusedMultiplyAdd(x, y, s18);
            s19 = Vector128.FusedMultiplyAdd(x, y, s19);
        }

        return Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11 + s12 + s13 + s14 + s15 + s16 + s17 + s18 + s19);
    }
}
