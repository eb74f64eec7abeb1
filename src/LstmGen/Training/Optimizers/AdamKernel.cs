using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>The numbers of one step of Adam.</summary>
/// <param name="Beta1">Share of the mean that stays.</param>
/// <param name="Fresh1">1 - Beta1.</param>
/// <param name="Beta2">Share of the mean of squares that stays.</param>
/// <param name="Fresh2">1 - Beta2.</param>
/// <param name="RootScale">1 / sqrt(1 - Beta2^t).</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="StepSize">Learning rate / (1 - Beta1^t).</param>
/// <param name="Decay">Times the parameter, added to the gradient.</param>
/// <param name="Keep">The parameter is multiplied with this first.</param>
internal readonly record struct AdamFactors(
    float Beta1, float Fresh1, float Beta2, float Fresh2, float RootScale, float Epsilon, float StepSize, float Decay, float Keep);

/// <summary>One step of Adam or AdamW for one tensor: one pass, one square root and one division a parameter.</summary>
internal readonly ref struct AdamKernel(
    Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, AdamFactors factors) : ILaneKernel
{
    private readonly Span<float> _values = values;
    private readonly ReadOnlySpan<float> _gradients = gradients;
    private readonly Span<float> _means = means;
    private readonly Span<float> _squares = squares;
    private readonly AdamFactors _factors = factors;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Run<TLanes>(int index, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        ref float values = ref MemoryMarshal.GetReference(_values);
        ref float gradients = ref MemoryMarshal.GetReference(_gradients);
        ref float means = ref MemoryMarshal.GetReference(_means);
        ref float squares = ref MemoryMarshal.GetReference(_squares);
        TLanes beta1 = TLanes.All(_factors.Beta1);
        TLanes fresh1 = TLanes.All(_factors.Fresh1);
        TLanes beta2 = TLanes.All(_factors.Beta2);
        TLanes fresh2 = TLanes.All(_factors.Fresh2);
        TLanes rootScale = TLanes.All(_factors.RootScale);
        TLanes epsilon = TLanes.All(_factors.Epsilon);
        TLanes stepSize = TLanes.All(_factors.StepSize);
        TLanes decay = TLanes.All(_factors.Decay);
        TLanes keep = TLanes.All(_factors.Keep);
        for (; index <= length - TLanes.Count; index += TLanes.Count)
        {
            TLanes value = keep * TLanes.Load(ref values, index);
            TLanes direction = TLanes.Load(ref gradients, index) + decay * value;
            TLanes mean = beta1 * TLanes.Load(ref means, index) + fresh1 * direction;
            TLanes square = beta2 * TLanes.Load(ref squares, index) + fresh2 * direction * direction;
            TLanes.Store(mean, ref means, index);
            TLanes.Store(square, ref squares, index);
            TLanes root = TLanes.Sqrt(square) * rootScale + epsilon;
            TLanes.Store(value - stepSize * mean / root, ref values, index);
        }

        return index;
    }
}
