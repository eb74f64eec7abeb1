using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>Four floats on a processor of which nothing is known: multiply-adds are rounded once in software.</summary>
internal readonly struct ExactLanes(Vector128<float> value) : IKernelLanes<ExactLanes>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Load(ref float source, int index) => new(Vector128.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ExactLanes lanes, ref float destination, int index) => lanes._value.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes All(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes operator +(ExactLanes left, ExactLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes operator -(ExactLanes left, ExactLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes operator *(ExactLanes left, ExactLanes right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes operator /(ExactLanes left, ExactLanes right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Sqrt(ExactLanes lanes) => new(Vector128.Sqrt(lanes._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Less(ExactLanes left, ExactLanes right) => new(Vector128.LessThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Select(ExactLanes mask, ExactLanes set, ExactLanes clear) => new(Vector128.ConditionalSelect(mask._value, set._value, clear._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes AddBits(ExactLanes left, ExactLanes right) => new((left._value.AsUInt32() + right._value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes ShiftLeftBits(ExactLanes lanes, int count) => new((lanes._value.AsUInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes MultiplyAdd(ExactLanes a, ExactLanes b, ExactLanes c) => new(ExactFma.Fma(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes NegatedMultiplyAdd(ExactLanes a, ExactLanes b, ExactLanes c) => new(ExactFma.NegatedFma(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Min(ExactLanes a, ExactLanes b) => new(Vector128.MinNative(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExactLanes Max(ExactLanes a, ExactLanes b) => new(Vector128.MaxNative(a._value, b._value));
}
