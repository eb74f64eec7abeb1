using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>Activations of blocks, and their derivatives, which follow from the values.</summary>
internal static class BlockActivation
{
    internal static void Require(LstmActivation? activation)
    {
        if (activation is not (null or LstmActivation.Sigmoid or LstmActivation.Tanh or LstmActivation.Relu))
        {
            throw new ArgumentException($"The activation is {activation}; Sigmoid, Tanh, Relu or null were expected.", nameof(activation));
        }
    }

    internal static void Apply(LstmActivation activation, Span<float> values) => LaneKernel.Run(new Kernel(activation, values), values.Length);

    /// <summary>Turns the gradient of the values into that of what they are made of.</summary>
    internal static void Backward(LstmActivation activation, Span<float> values, Span<float> gradients)
        => LaneKernel.Run(new BackwardKernel(activation, values, gradients), values.Length);

    /// <summary>Within 4 ULP: near 0 the odd polynomial of Cephes' tanhf, else 1 - 2 / (exp(2 |x|) + 1) with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sign = TLanes.ShiftLeftBits(TLanes.ShiftRightBits(x, 31), 31), size = TLanes.XorBits(x, sign), square = x * x;
        TLanes polynomial = TLanes.All(-5.70498872745e-3f) * square + TLanes.All(2.06390887954e-2f);
        polynomial = polynomial * square + TLanes.All(-5.37397155531e-2f);
        polynomial = polynomial * square + TLanes.All(1.33314422036e-1f);
        polynomial = polynomial * square + TLanes.All(-3.33332819422e-1f);
        TLanes small = polynomial * square * x + x, one = TLanes.All(1);
        TLanes large = one - TLanes.All(2) / (Exponential.Exp(size + size) + one);
        return TLanes.Select(TLanes.Less(size, TLanes.All(0.625f)), small, TLanes.XorBits(large, sign));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
        => TLanes.All(1) / (TLanes.All(1) + Exponential.Exp(TLanes.All(0) - x));

    internal readonly ref struct Kernel(LstmActivation activation, Span<float> values) : ILaneKernel
    {
        private readonly Span<float> _values = values;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float values = ref MemoryMarshal.GetReference(_values);
            TLanes zero = TLanes.All(0);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes x = TLanes.Load(ref values, index);
                TLanes y = activation switch
                {
                    LstmActivation.Tanh => Tanh(x),
                    LstmActivation.Sigmoid => Sigmoid(x),
                    _ => TLanes.Select(TLanes.Less(x, zero), zero, x), // NaN stays NaN
                };
                TLanes.Store(y, ref values, index);
            }

            return index;
        }
    }

    internal readonly ref struct BackwardKernel(LstmActivation activation, Span<float> values, Span<float> gradients) : ILaneKernel
    {
        private readonly Span<float> _values = values;
        private readonly Span<float> _gradients = gradients;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float values = ref MemoryMarshal.GetReference(_values);
            ref float gradients = ref MemoryMarshal.GetReference(_gradients);
            TLanes zero = TLanes.All(0), one = TLanes.All(1);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes y = TLanes.Load(ref values, index), gradient = TLanes.Load(ref gradients, index);
                TLanes result = activation switch
                {
                    LstmActivation.Tanh => gradient * (one - y * y),
                    LstmActivation.Sigmoid => gradient * (y * (one - y)),
                    _ => TLanes.Select(TLanes.Less(zero, y), gradient, zero),
                };
                TLanes.Store(result, ref gradients, index);
            }

            return index;
        }
    }
}
