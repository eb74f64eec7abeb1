using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>Zeroed floats that never move, start on a cache line and do not straddle a 64 MiB boundary.</summary>
/// <remarks>A block across such a boundary was measured at half the L1 speed on Zen 4.</remarks>
internal readonly struct AlignedMemory
{
    private const nint Boundary = 64 << 20;

    private readonly float[] _array;
    private readonly int _start;

    internal AlignedMemory(int length)
    {
        Length = length;
        // A block that straddles the boundary is given back once a neighbour is found; two tries always suffice
        // for blocks far below 64 MiB, and larger ones cannot avoid it.
        for (int attempt = 0; ; attempt++)
        {
            float[] array = GC.AllocateArray<float>(length + CacheLine.Floats, pinned: true);
            nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
            int start = CacheLine.FirstStart(array);
            nint first = address + (start * sizeof(float));
            nint last = first + (length * (nint)sizeof(float)) - 1;
            if (attempt == 2 || first / Boundary == last / Boundary)
            {
                (_array, _start) = (array, start);
                return;
            }
        }
    }

    internal int Length { get; }

    internal Span<float> Span => _array.AsSpan(_start, Length);

    internal ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);
    }
}
