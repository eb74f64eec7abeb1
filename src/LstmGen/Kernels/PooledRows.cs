using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>Rows that are made of all steps of a sequence, step after step.</summary>
internal static class PooledRows
{
    /// <summary>Takes one more step of some rows.</summary>
    /// <param name="node">What becomes of the steps, and how far rows lie apart.</param>
    /// <param name="step">The rows of the step.</param>
    /// <param name="pooled">What the steps before it gave; changed.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="first">Whether there was no step before.</param>
    internal static void Add(in LstmNode node, ref float step, ref float pooled, int rows, bool first)
    {
        for (nint row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref step, row * node.Stride), node.Width);
            Span<float> to = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref pooled, row * node.Stride), node.Width);
            if (first || node.Kind == LstmNodeKind.Last)
            {
                from.CopyTo(to);
            }
            else if (node.Kind == LstmNodeKind.Mean)
            {
                NodeRows.Add(to, from, to);
            }
            else
            {
                Max(to, from);
            }
        }
    }

    /// <summary>From sums of so many steps to their mean.</summary>
    internal static void Divide(in LstmNode node, ref float sums, int rows, int steps)
    {
        for (nint row = 0; row < rows; row++)
        {
            foreach (ref float value in MemoryMarshal.CreateSpan(ref Unsafe.Add(ref sums, row * node.Stride), node.Width))
            {
                value /= steps;
            }
        }
    }

    /// <summary>The gradient of a step of a row, of those of the row of all steps.</summary>
    /// <param name="kind">What became of the steps.</param>
    /// <param name="pooled">What did, of <see cref="LstmNodeKind.Max"/>.</param>
    /// <param name="values">The step, likewise.</param>
    /// <param name="gradients">Gradients of the row of all steps; those of <see cref="LstmNodeKind.Max"/> that the step takes are 0 afterwards.</param>
    /// <param name="step">Which step.</param>
    /// <param name="steps">Of how many.</param>
    /// <param name="target">The gradient of the step.</param>
    /// <param name="adds">Whether it is added to what is there, in place of written.</param>
    internal static void Gradient(
        LstmNodeKind kind, ReadOnlySpan<float> pooled, ReadOnlySpan<float> values, Span<float> gradients, int step, int steps, Span<float> target, bool adds)
    {
        for (int at = 0; at < target.Length; at++)
        {
            float gradient = 0;
            switch (kind)
            {
                case LstmNodeKind.Last:
                    gradient = step == steps - 1 ? gradients[at] : 0;
                    break;
                case LstmNodeKind.Mean:
                    gradient = gradients[at] / steps;
                    break;
                case LstmNodeKind.Max when values[at] == pooled[at] || float.IsNaN(values[at]):
                    (gradient, gradients[at]) = (gradients[at], 0);
                    break;
            }

            target[at] = adds ? target[at] + gradient : gradient;
        }
    }

    /// <summary>The larger of two values, the one that was there where they are equal; NaN stays.</summary>
    private static void Max(Span<float> pooled, ReadOnlySpan<float> step)
    {
        int at = 0;
        for (; at <= pooled.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> old = new(pooled[at..]), next = new(step[at..]);
            Vector.ConditionalSelect(Vector.GreaterThan(next, old) | ~Vector.Equals(next, next), next, old).CopyTo(pooled[at..]);
        }

        for (; at < pooled.Length; at++)
        {
            pooled[at] = step[at] > pooled[at] || float.IsNaN(step[at]) ? step[at] : pooled[at];
        }
    }
}
