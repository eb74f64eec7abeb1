using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>Masks of dropout: 0 with the probability of the rate, else 1 / (1 - rate).</summary>
internal static class DropoutMask
{
    /// <summary>Element i of the mask is a function of the key and <paramref name="start"/> + i alone.</summary>
    /// <param name="mask">Written.</param>
    /// <param name="rate">0 up to but not including 1; taken to the next multiple of 2^-24.</param>
    /// <param name="key">From <see cref="CounterRandom.Key"/>.</param>
    /// <param name="start">Number of the first element.</param>
    internal static void Fill(Span<float> mask, float rate, ulong key, ulong start)
    {
        if (!(rate >= 0 && rate < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate must be at least 0 and less than 1.");
        }

        // The lanes count in 32 bits; each 2^32 elements have keys of their own.
        while (!mask.IsEmpty)
        {
            int length = (int)Math.Min((ulong)mask.Length, (1ul << 32) - (uint)start);
            ulong bits = CounterRandom.Bits(key, start >> 32);
            LaneKernel.Run(new Kernel(mask[..length], rate, bits, (uint)start), length);
            mask = mask[length..];
            start += (ulong)length;
        }
    }

    /// <summary>The loop of <see cref="Fill"/> within 2^32 elements.</summary>
    /// <param name="mask">Written.</param>
    /// <param name="rate">As in <see cref="Fill"/>.</param>
    /// <param name="key">Random bits for these 2^32 elements.</param>
    /// <param name="start">Low half of the number of the first element.</param>
    internal readonly ref struct Kernel(Span<float> mask, float rate, ulong key, uint start) : ILaneKernel
    {
        private readonly Span<float> _mask = mask;
        private readonly uint _dropped = (uint)MathF.Ceiling(rate * (1 << 24));
        private readonly float _kept = 1f / (1f - rate);
        private readonly uint _keyLow = (uint)key;
        private readonly uint _keyHigh = (uint)(key >> 32);
        private readonly uint _start = start;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float mask = ref MemoryMarshal.GetReference(_mask);
            TLanes dropped = TLanes.AllBits(_dropped);
            TLanes zero = TLanes.All(0f);
            TLanes kept = TLanes.All(_kept);
            TLanes keyLow = TLanes.AllBits(_keyLow);
            TLanes keyHigh = TLanes.AllBits(_keyHigh);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes number = TLanes.AddBits(TLanes.AllBits(_start + (uint)index), TLanes.Indices);
                TLanes bits = Mix(TLanes.XorBits(Mix(TLanes.XorBits(number, keyLow)), keyHigh));
                TLanes isDropped = TLanes.LessBits(TLanes.ShiftRightBits(bits, 8), dropped);
                TLanes.Store(TLanes.Select(isDropped, zero, kept), ref mask, index);
            }

            return index;
        }

        /// <summary>A bijection of 32 bits (C. Wellons, Prospecting for Hash Functions, 2018: lowbias32).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Mix<TLanes>(TLanes x)
            where TLanes : struct, ILanes<TLanes>
        {
            x = TLanes.MultiplyBits(TLanes.XorBits(x, TLanes.ShiftRightBits(x, 16)), TLanes.AllBits(0x7FEB_352D));
            x = TLanes.MultiplyBits(TLanes.XorBits(x, TLanes.ShiftRightBits(x, 15)), TLanes.AllBits(0x846C_A68B));
            return TLanes.XorBits(x, TLanes.ShiftRightBits(x, 16));
        }
    }
}
