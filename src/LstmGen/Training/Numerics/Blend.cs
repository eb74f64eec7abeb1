using System.Numerics;

namespace LstmGen.Training;

/// <summary>Sums of arrays, element by element: a product and an addition, each rounded, so that the bits are those of any width of vectors.</summary>
internal static class Blend
{
    /// <summary>values = kept values + taken others.</summary>
    internal static void Into(Span<float> values, float kept, float taken, ReadOnlySpan<float> others)
    {
        int index = 0;
        for (; index <= values.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector<float> sum = (new Vector<float>(values[index..]) * kept) + (new Vector<float>(others[index..]) * taken);
            sum.CopyTo(values[index..]);
        }

        for (; index < values.Length; index++)
        {
            values[index] = (values[index] * kept) + (others[index] * taken);
        }
    }
}
