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

    /// <summary>Softmax of a row.</summary>
    public static void Softmax(ref float source, ref float target, int width)
        => SoftmaxRow.Apply(MemoryMarshal.CreateReadOnlySpan(ref source, width), MemoryMarshal.CreateSpan(ref target, width));

    /// <summary>What a run makes of a state that zoneout keeps now and then: rate before + (1 - rate) after, as after + rate (before - after).</summary>
    /// <param name="before">The state before the step.</param>
    /// <param name="after">The state after it; replaced.</param>
    /// <param name="rate">How often it is kept.</param>
    /// <param name="count">Number of floats.</param>
    public static void Mix(ref float before, ref float after, float rate, int count)
        => ZoneoutRows.Mix(MemoryMarshal.CreateReadOnlySpan(ref before, count), MemoryMarshal.CreateSpan(ref after, count), rate);

    /// <summary>The sum, product or average of two rows.</summary>
    public static void Combine(LstmNodeKind kind, ref float first, ref float second, ref float target, int width)
        => NodeRows.Combine(kind, ref first, 0, ref second, 0, ref target, 0, width, 1);

    /// <summary>Copies rows of <paramref name="count"/> floats to rows that lie behind one another.</summary>
    /// <param name="source">Rows <paramref name="stride"/> floats apart.</param>
    /// <param name="stride">Floats between rows of the source.</param>
    /// <param name="target">[rows, count], written.</param>
    /// <param name="count">Floats of a row.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ref float source, int stride, ref float target, int count, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Copy(ref Unsafe.Add(ref source, row * stride), ref Unsafe.Add(ref target, row * count), count);
        }
    }
}
