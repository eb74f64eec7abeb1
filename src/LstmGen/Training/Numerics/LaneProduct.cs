using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>Products of two vectors, element by element.</summary>
internal static class LaneProduct
{
    /// <summary>product = a b; it may be one of the two.</summary>
    internal static void Multiply(Span<float> a, Span<float> b, Span<float> product) => LaneKernel.Run(new Kernel(a, b, product, false), product.Length);

    /// <summary>sum += a b, rounded after the product and after the sum.</summary>
    internal static void MultiplyAdd(Span<float> a, Span<float> b, Span<float> sum) => LaneKernel.Run(new Kernel(a, b, sum, true), sum.Length);

    private readonly ref struct Kernel(Span<float> a, Span<float> b, Span<float> result, bool adds) : ILaneKernel
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
