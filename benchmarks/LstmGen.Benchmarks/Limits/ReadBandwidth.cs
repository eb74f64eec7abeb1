using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Limits;

/// <summary>How fast a core reads a block over and over: eight independent vector loads an iteration, each used once.</summary>
/// <remarks>
/// Blocks start on a 64 MiB boundary, so none straddles one (a block that does was seen at half the L1 speed). A block
/// smaller than 8 KiB is measured as one of 8 KiB: it lies in L1 too, and the loop's ends would count as bandwidth.
/// </remarks>
internal sealed unsafe class ReadBandwidth
{
    private const int Smallest = 8 << 10;
    private const int Iteration = 512;
    private const int Boundary = 64 << 20;
    private readonly BlockTimer _timer;
    private readonly byte* _block;
    private readonly long _length;
    private ulong _sink;

    internal ReadBandwidth(BlockTimer timer, long largest)
    {
        _timer = timer;
        _length = Round(largest);
        _block = (byte*)NativeMemory.AlignedAlloc((nuint)_length, Boundary);
        new Span<byte>(_block, checked((int)_length)).Fill(1);
    }

    /// <summary>Times reading a block of this many bytes with vectors of this width; the result is seconds per byte.</summary>
    internal Measurement Measure(long bytes, int width)
    {
        long size = Round(bytes);
        if (size > _length)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"At most {_length} bytes were expected.");
        }

        byte* start = _block;
        byte* end = _block + size;
        Measurement perUnit = _timer.Measure(width switch
        {
            512 => count => _sink += Read512(start, end, count),
            256 => count => _sink += Read256(start, end, count),
            _ => count => _sink += Read128(start, end, count),
        });
        return perUnit with { Seconds = perUnit.Seconds / size };
    }

    private static long Round(long bytes) => Math.Max(Smallest, (bytes + Iteration - 1) / Iteration * Iteration);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Read512(byte* start, byte* end, int times)
    {
        Vector512<ulong> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < times; i++)
        {
            for (byte* p = start; p < end; p += 512)
            {
                s0 ^= *(Vector512<ulong>*)p;
                s1 ^= *(Vector512<ulong>*)(p + 64);
                s2 ^= *(Vector512<ulong>*)(p + 128);
                s3 ^= *(Vector512<ulong>*)(p + 192);
                s4 ^= *(Vector512<ulong>*)(p + 256);
                s5 ^= *(Vector512<ulong>*)(p + 320);
                s6 ^= *(Vector512<ulong>*)(p + 384);
                s7 ^= *(Vector512<ulong>*)(p + 448);
            }
        }

        return Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Read256(byte* start, byte* end, int times)
    {
        Vector256<ulong> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < times; i++)
        {
            for (byte* p = start; p < end; p += 256)
            {
                s0 ^= *(Vector256<ulong>*)p;
                s1 ^= *(Vector256<ulong>*)(p + 32);
                s2 ^= *(Vector256<ulong>*)(p + 64);
                s3 ^= *(Vector256<ulong>*)(p + 96);
                s4 ^= *(Vector256<ulong>*)(p + 128);
                s5 ^= *(Vector256<ulong>*)(p + 160);
                s6 ^= *(Vector256<ulong>*)(p + 192);
                s7 ^= *(Vector256<ulong>*)(p + 224);
            }
        }

        return Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Read128(byte* start, byte* end, int times)
    {
        Vector128<ulong> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (int i = 0; i < times; i++)
        {
            for (byte* p = start; p < end; p += 128)
            {
                s0 ^= *(Vector128<ulong>*)p;
                s1 ^= *(Vector128<ulong>*)(p + 16);
                s2 ^= *(Vector128<ulong>*)(p + 32);
                s3 ^= *(Vector128<ulong>*)(p + 48);
                s4 ^= *(Vector128<ulong>*)(p + 64);
                s5 ^= *(Vector128<ulong>*)(p + 80);
                s6 ^= *(Vector128<ulong>*)(p + 96);
                s7 ^= *(Vector128<ulong>*)(p + 112);
            }
        }

        return Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }
}
