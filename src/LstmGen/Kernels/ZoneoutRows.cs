using System.Numerics;

namespace LstmGen.Kernels;

/// <summary>Zoneout on rows of a state: a unit keeps its value of the step before, at random or in the mean.</summary>
internal static class ZoneoutRows
{
    /// <summary>The mean: after + rate (before - after), unfused.</summary>
    internal static void Mix(ReadOnlySpan<float> before, Span<float> after, float rate)
    {
        int at = 0;
        for (; at <= after.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> next = new(after[at..]);
            (next + ((new Vector<float>(before[at..]) - next) * rate)).CopyTo(after[at..]);
        }

        for (; at < after.Length; at++)
        {
            float difference = before[at] - after[at], part = difference * rate;
            after[at] += part;
        }
    }

    /// <summary>At random: units whose mask is 0 keep their value.</summary>
    internal static void Keep(ReadOnlySpan<float> before, Span<float> after, ReadOnlySpan<float> mask)
    {
        int at = 0;
        for (; at <= after.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<int> kept = Vector.Equals(new Vector<float>(mask[at..]), Vector<float>.Zero);
            Vector.ConditionalSelect(kept, new Vector<float>(before[at..]), new Vector<float>(after[at..])).CopyTo(after[at..]);
        }

        for (; at < after.Length; at++)
        {
            after[at] = mask[at] == 0 ? before[at] : after[at];
        }
    }

    /// <summary>Parts the gradient of a state after zoneout into that of the state that the step gave and that of the state before.</summary>
    /// <param name="gradient">Of what zoneout gave; then of what the step gave.</param>
    /// <param name="mask">Whose units are 0 that kept their value; empty for the mean.</param>
    /// <param name="rate">How often a value is kept, of the mean.</param>
    /// <param name="before">Of the state before the step: added to.</param>
    internal static void Part(Span<float> gradient, ReadOnlySpan<float> mask, float rate, Span<float> before)
    {
        int at = 0;
        for (; at <= gradient.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            Vector<float> all = new(gradient[at..]);
            Vector<float> kept = mask.IsEmpty ? all * rate
                : Vector.ConditionalSelect(Vector.Equals(new Vector<float>(mask[at..]), Vector<float>.Zero), all, Vector<float>.Zero);
            (new Vector<float>(before[at..]) + kept).CopyTo(before[at..]);
            (all - kept).CopyTo(gradient[at..]);
        }

        for (; at < gradient.Length; at++)
        {
            float kept = mask.IsEmpty ? gradient[at] * rate : mask[at] == 0 ? gradient[at] : 0;
            before[at] += kept;
            gradient[at] -= kept;
        }
    }
}
