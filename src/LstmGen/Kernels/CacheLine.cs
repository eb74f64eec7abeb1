using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>Where cache lines start within arrays.</summary>
internal static class CacheLine
{
    internal const int Floats = 16;

    /// <summary>What an array has more than its contents, so that these can start on a line wherever it lies.</summary>
    internal const int SlackFloats = Floats - 1;

    private const int Bytes = Floats * sizeof(float);

    /// <summary>Whether a line starts at an element; the collector may move the array afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool StartsAt(float[] array, int index) => (Marshal.UnsafeAddrOfPinnedArrayElement(array, index) & (Bytes - 1)) == 0;

    /// <summary>The first element at which a line starts.</summary>
    internal static int FirstStart(float[] array) => (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Bytes - 1)) / sizeof(float);

    /// <summary>As many floats as a line has.</summary>
    [InlineArray(Floats)]
    internal struct Content
    {
        private float _first;
    }
}
