using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Benchmarks.Timing;

/// <summary>
/// Is the physical core ours right now? A burst of about 10 µs that keeps the integer units and load ports full runs at
/// full speed only when nobody else uses the core: a neighbour on its sibling hardware thread takes up to half of it.
/// </summary>
/// <remarks>
/// What full speed is, is measured, never assumed: the 99th percentile of the bursts of a calibration (not the very best:
/// single bursts come out too fast where the hypervisor adjusts the clock). A later calibration follows the core's clock
/// up, and down by at most the same margin as below, so that a lasting neighbour never passes for full speed.
/// </remarks>
internal sealed unsafe class QuietProbe
{
    /// <summary>
    /// The part of the full rate that counts as undisturbed. Undisturbed bursts spread over 4 % as the core's clock
    /// drifts; a busy sibling costs 10 % and more.
    /// </summary>
    internal const double Threshold = 0.94;

    private const double BurstSeconds = 10e-6;
    private const int AddsPerRound = 24;
    private readonly ulong* _words;
    private int _rounds = 64;
    private double _highest;
    private ulong _sink;

    internal QuietProbe()
    {
        _words = (ulong*)NativeMemory.AlignedAlloc(1024, 64);
        new Span<ulong>(_words, 128).Fill(3);
    }

    /// <summary>The rate of an undisturbed burst, in additions per nanosecond.</summary>
    internal double FullRate { get; private set; }

    /// <summary>Finds the length of a burst, at the first call, and the full rate.</summary>
    /// <returns>The part of the bursts that was quiet.</returns>
    internal double Calibrate(double seconds)
    {
        for (int trial = 0; trial < 3 && FullRate == 0; trial++)
        {
            while (Time(_rounds) < BurstSeconds)
            {
                _rounds += _rounds / 8;
            }
        }

        var rates = new List<double>();
        var clock = Clock.Start();
        while (clock.Seconds < seconds)
        {
            rates.Add(Rate());
        }

        rates.Sort();
        double rate99 = rates[(int)(0.99 * (rates.Count - 1))];
        _highest = Math.Max(_highest, rate99);
        FullRate = Math.Max(rate99, Threshold * _highest);
        return rates.Count(rate => rate >= Threshold * FullRate) / (double)rates.Count;
    }

    /// <summary>Runs one burst and judges nothing.</summary>
    /// <remarks>After a block in another process on the same core the next burst is too slow nearly always: its code and data are gone.</remarks>
    internal void WarmUp() => Rate();

    /// <summary>Runs one burst.</summary>
    internal bool IsQuiet() => Rate() >= Threshold * FullRate;

    private double Rate() => _rounds * (double)AddsPerRound / (Time(_rounds) * 1e9);

    private double Time(int rounds)
    {
        var clock = Clock.Start();
        _sink += Burst(_words, rounds, _sink | 1);
        return clock.Seconds;
    }

    // Six chains, because six integer units are the most that present cores have; a third of the additions load.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Burst(ulong* words, int rounds, ulong k)
    {
        ulong a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
        for (int i = 0; i < rounds; i++)
        {
            ulong* p = words + ((i & 7) * 8);
            a += p[0];
            b += p[1];
            c += k;
            d += k;
            e += k;
            f += k;
            a += p[2];
            b += p[3];
            c += k;
            d += k;
            e += k;
            f += k;
            a += p[4];
            b += p[5];
            c += k;
            d += k;
            e += k;
            f += k;
            a += p[6];
            b += p[7];
            c += k;
            d += k;
            e += k;
            f += k;
        }

        return a + b + c + d + e + f;
    }
}
