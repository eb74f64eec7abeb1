using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>Where cache lines start within arrays.</summary>
internal static class CacheLine
{
    internal const int Floats = 16;

    /// <summary>What an array has more than its contents, so that these can start on a line wherever it lies.</summary>
    internal const int SlackFloats = Floats - 1;

    private const int Bytes = Floats * sizeof(float);

    /// <summary>Whether a line starts at a place; the collector may move it afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool StartsAt(ref float place) => (Address(ref place) & (Bytes - 1)) == 0;

    /// <summary>Floats from a place to the next line.</summary>
    internal static int FloatsBefore(ref float place) => (int)(-Address(ref place) & (Bytes - 1)) / sizeof(float);

    private static nint Address(ref float place) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref place);
}
