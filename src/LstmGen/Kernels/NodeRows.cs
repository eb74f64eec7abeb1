using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>Nodes of a network without kernels: rows of values side by side, added, multiplied or turned around in time.</summary>
internal static class NodeRows
{
    /// <summary>Rows of a node that reads two others.</summary>
    /// <param name="node">The node: what it does, and the rows written.</param>
    /// <param name="first">Rows <paramref name="firstStride"/> floats apart, of which <paramref name="firstWidth"/> are taken.</param>
    /// <param name="firstWidth">Values of a row of the first.</param>
    /// <param name="firstStride">Floats between them.</param>
    /// <param name="second">The same of the second.</param>
    /// <param name="secondWidth">Values of a row of the second.</param>
    /// <param name="secondStride">Floats between them.</param>
    /// <param name="target">Rows of the node, written.</param>
    /// <param name="rows">Number of rows.</param>
    internal static void Merge(
        in LstmNode node, ref float first, int firstWidth, nint firstStride, ref float second, int secondWidth, nint secondStride, ref float target, int rows)
    {
        if (node.Kind == LstmNodeKind.Concat)
        {
            Concat(ref first, firstWidth, firstStride, ref second, secondWidth, secondStride, ref target, node.Stride, rows);
        }
        else
        {
            Combine(node.Kind, ref first, firstStride, ref second, secondStride, ref target, node.Stride, node.Width, rows);
        }
    }

    /// <summary>Rows of one node, then of another, side by side.</summary>
    private static void Concat(
        ref float first, int firstWidth, nint firstStride, ref float second, int secondWidth, nint secondStride, ref float target, nint stride, int rows)
    {
        for (nint row = 0; row < rows; row++)
        {
            LstmRows.Copy(ref Unsafe.Add(ref first, row * firstStride), ref Unsafe.Add(ref target, row * stride), firstWidth);
            LstmRows.Copy(ref Unsafe.Add(ref second, row * secondStride), ref Unsafe.Add(ref target, (row * stride) + firstWidth), secondWidth);
        }
    }

    /// <summary>Sum, product or average of rows.</summary>
    internal static void Combine(
        LstmNodeKind kind, ref float first, nint firstStride, ref float second, nint secondStride, ref float target, nint stride, int width, int rows)
    {
        for (nint row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> a = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, row * firstStride), width);
            ReadOnlySpan<float> b = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref second, row * secondStride), width);
            Span<float> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, row * stride), width);
            switch (kind)
            {
                case LstmNodeKind.Multiply:
                    Multiply(a, b, to);
                    break;
                case LstmNodeKind.Average:
                    Average(a, b, to);
                    break;
                default:
                    Add(a, b, to);
                    break;
            }
        }
    }

    /// <summary>a + b; one of them may be the target.</summary>
    internal static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to)
    {
        int at = 0;
        for (; at <= to.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            (new Vector<float>(a[at..]) + new Vector<float>(b[at..])).CopyTo(to[at..]);
        }

        for (; at < to.Length; at++)
        {
            to[at] = a[at] + b[at];
        }
    }

    /// <summary>a b; one of them may be the target.</summary>
    internal static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to)
    {
        int at = 0;
        for (; at <= to.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            (new Vector<float>(a[at..]) * new Vector<float>(b[at..])).CopyTo(to[at..]);
        }

        for (; at < to.Length; at++)
        {
            to[at] = a[at] * b[at];
        }
    }

    private static void Average(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to)
    {
        Add(a, b, to);
        for (int at = 0; at < to.Length; at++)
        {
            to[at] *= 0.5f;
        }
    }
}
