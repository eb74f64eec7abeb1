using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>
/// How far the stack is from where vectors on it lie well. A vector among the locals of a method lies at a multiple of its size from where the stack was before the call; callers keep that to 16 bytes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmCallStack
{
    /// <summary>Bytes that the stack of the caller lies above a multiple of 32.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Excess32()
    {
        Unsafe.SkipInit(out Vector256<byte> probe);
        return Address(ref Unsafe.As<Vector256<byte>, byte>(ref probe)) & 31;
    }

    /// <summary>Bytes that the stack of the caller lies above a multiple of 64.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Excess64()
    {
        Unsafe.SkipInit(out Vector512<byte> probe);
        return Address(ref Unsafe.As<Vector512<byte>, byte>(ref probe)) & 63;
    }

    /// <summary>Nothing: the call before is not the last thing that a method does, which might then give up its place on the stack first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stay()
    {
    }

    /// <inheritdoc cref="Stay()"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stay(Span<byte> shift)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Address(ref byte local) => (int)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref local);
}
