using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmGen.Kernels;

namespace LstmGen.Tests.Kernels;

/// <summary>Calls as generated code makes them of what keeps vectors on the stack: wherever the stack of the caller is, those lie at multiples of their size.</summary>
public sealed class StackTests
{
    private const MethodImplOptions Compiled = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    [Fact]
    public void VectorsOf32BytesLieWell()
    {
        Assert.SkipUnless(Vector256.IsHardwareAccelerated, "Kernels of such vectors do not run here.");
        bool[] moved = new bool[2];
        for (int lines = 0; lines < 8; lines++)
        {
            Assert.Equal(0, From(16 * lines, moved, Step32));
        }

        Assert.All(moved, Assert.True);
    }

    [Fact]
    public void VectorsOf64BytesLieWell()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "Kernels of such vectors do not run here.");
        bool[] moved = new bool[2];
        for (int lines = 0; lines < 8; lines++)
        {
            Assert.Equal(0, From(16 * lines, moved, Step64));
        }

        Assert.All(moved, Assert.True);
    }

    /// <summary>A call from a stack that is so many bytes further.</summary>
    [MethodImpl(Compiled)]
    private static int From(int bytes, bool[] moved, Func<bool[], int> step)
    {
        Span<byte> shift = stackalloc byte[bytes];
        int found = step(moved);
        LstmCallStack.Stay(shift);
        return found;
    }

    [MethodImpl(Compiled)]
    private static int Step32(bool[] moved)
    {
        int excess = LstmCallStack.Excess32();
        moved[excess == 0 ? 0 : 1] = true;
        if (excess != 0)
        {
            return Shifted32();
        }

        int found = Work32();
        LstmCallStack.Stay();
        return found;
    }

    [MethodImpl(Compiled)]
    private static int Shifted32()
    {
        Span<byte> shift = stackalloc byte[LstmCallStack.Excess32()];
        int found = Work32();
        LstmCallStack.Stay(shift);
        return found;
    }

    [MethodImpl(Compiled)]
    private static int Work32()
    {
        Vector256<byte> local = Vector256.Create((byte)1);
        return (int)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<Vector256<byte>, byte>(ref local)) & 31;
    }

    [MethodImpl(Compiled)]
    private static int Step64(bool[] moved)
    {
        int excess = LstmCallStack.Excess64();
        moved[excess == 0 ? 0 : 1] = true;
        if (excess != 0)
        {
            return Shifted64();
        }

        int found = Work64();
        LstmCallStack.Stay();
        return found;
    }

    [MethodImpl(Compiled)]
    private static int Shifted64()
    {
        Span<byte> shift = stackalloc byte[LstmCallStack.Excess64()];
        int found = Work64();
        LstmCallStack.Stay(shift);
        return found;
    }

    [MethodImpl(Compiled)]
    private static int Work64()
    {
        Vector512<byte> local = Vector512.Create((byte)1);
        return (int)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<Vector512<byte>, byte>(ref local)) & 63;
    }
}
