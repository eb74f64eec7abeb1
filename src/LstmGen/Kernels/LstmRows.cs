using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>Copies of rows, for the runner and for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmRows
{
    /// <summary>Rows of a batch that pass a panel of weights together; a run has scratch for the sums of so many.</summary>
    public const int Block = 64;

    /// <summary>Copies <paramref name="count"/> floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float source, ref float target, int count)
        => MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref target, count));
}
