using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>Keeps gradients from growing too large. Allocates nothing.</summary>
public static class LstmClipping
{
    /// <summary>Moves every gradient into -limit..limit, as PyTorch's <c>clip_grad_value_</c>; NaN stays NaN.</summary>
    /// <param name="trainables">Whose gradients are changed.</param>
    /// <param name="limit">Finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static void ByValue(IReadOnlyList<LstmTrainable> trainables, float limit)
    {
        ArgumentNullException.ThrowIfNull(trainables);
        LstmOptionGuard.Positive(limit, nameof(limit));
        for (int tensor = 0; tensor < trainables.Count; tensor++)
        {
            Span<float> gradients = trainables[tensor].Gradients;
            LaneKernel.Run(new ClampKernel(gradients, limit), gradients.Length);
        }
    }

    /// <summary>
    /// Where the Euclidean norm of all gradients together exceeds the maximum, multiplies them with maximum / (norm + 1e-6), at most 1,
    /// as PyTorch's <c>clip_grad_norm_</c>. Where the norm is not finite, the gradients stay as they are.
    /// </summary>
    /// <param name="trainables">Whose gradients are changed.</param>
    /// <param name="maxNorm">Finite, above 0.</param>
    /// <returns>The norm before clipping, as <see cref="GlobalNorm"/> gives it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is out of range.</exception>
    public static double ByGlobalNorm(IReadOnlyList<LstmTrainable> trainables, float maxNorm)
    {
        LstmOptionGuard.Positive(maxNorm, nameof(maxNorm));
        double norm = GlobalNorm(trainables);
        double coefficient = maxNorm / (norm + 1e-6);
        if (coefficient < 1 && double.IsFinite(norm))
        {
            for (int tensor = 0; tensor < trainables.Count; tensor++)
            {
                Span<float> gradients = trainables[tensor].Gradients;
                LaneKernel.Run(new ScaleKernel(gradients, (float)coefficient), gradients.Length);
            }
        }

        return norm;
    }

    /// <summary>
    /// The Euclidean norm of all gradients together, summed in double. It cannot overflow: it is finite exactly where every gradient is.
    /// </summary>
    /// <param name="trainables">Whose gradients are read.</param>
    public static double GlobalNorm(IReadOnlyList<LstmTrainable> trainables)
    {
        ArgumentNullException.ThrowIfNull(trainables);
        PartialSums sums = default;
        for (int tensor = 0; tensor < trainables.Count; tensor++)
        {
            sums.AddSquares(trainables[tensor].Gradients);
        }

        return Math.Sqrt(sums.Fold());
    }

    internal readonly ref struct ScaleKernel(Span<float> gradients, float factor) : ILaneKernel
    {
        private readonly Span<float> _gradients = gradients;
        private readonly float _factor = factor;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float gradients = ref MemoryMarshal.GetReference(_gradients);
            TLanes factor = TLanes.All(_factor);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes.Store(factor * TLanes.Load(ref gradients, index), ref gradients, index);
            }

            return index;
        }
    }

    internal readonly ref struct ClampKernel(Span<float> gradients, float limit) : ILaneKernel
    {
        private readonly Span<float> _gradients = gradients;
        private readonly float _limit = limit;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float gradients = ref MemoryMarshal.GetReference(_gradients);
            TLanes high = TLanes.All(_limit);
            TLanes low = TLanes.All(-_limit);
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes gradient = TLanes.Load(ref gradients, index);
                gradient = TLanes.Select(TLanes.Less(high, gradient), high, gradient);
                TLanes.Store(TLanes.Select(TLanes.Less(gradient, low), low, gradient), ref gradients, index);
            }

            return index;
        }
    }
}
