using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LstmGen.Training;

/// <summary>
/// A sum whose bits depend on neither processor nor width: sixteen sums by index mod 16, in double, folded to 8, 4, 2 and 1 at the end.
/// </summary>
internal struct PartialSums
{
    private const int Count = 16;

    private Sixteen _sums;

    /// <summary>Adds the term of an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(int index, double term) => _sums[index & (Count - 1)] += term;

    /// <summary>Adds each value, the first as index 0.</summary>
    internal void AddAll(ReadOnlySpan<float> values) => AddAll(values, squared: false);

    /// <summary>Adds the square of each value, the first as index 0. A square of a float is exact in double.</summary>
    internal void AddSquares(ReadOnlySpan<float> values) => AddAll(values, squared: true);

    /// <summary>The sum of all.</summary>
    internal double Fold()
    {
        Sixteen sums = _sums;
        for (int half = Count / 2; half > 0; half /= 2)
        {
            for (int index = 0; index < half; index++)
            {
                sums[index] += sums[index + half];
            }
        }

        return sums[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddAll(ReadOnlySpan<float> values, bool squared)
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        ref double sums = ref _sums[0];
        Vector512<double> lower = Vector512.LoadUnsafe(ref sums);
        Vector512<double> upper = Vector512.LoadUnsafe(ref sums, 8);
        int index = 0;
        for (; index <= values.Length - Count; index += Count)
        {
            Vector512<double> first = Widen(ref source, index);
            Vector512<double> second = Widen(ref source, index + 8);
            lower += squared ? first * first : first;
            upper += squared ? second * second : second;
        }

        lower.StoreUnsafe(ref sums);
        upper.StoreUnsafe(ref sums, 8);
        for (; index < values.Length; index++)
        {
            double value = values[index];
            Add(index, squared ? value * value : value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen(ref float source, int index)
    {
        Vector256<float> floats = Vector256.LoadUnsafe(ref source, (nuint)index);
        return Vector512.Create(Vector256.WidenLower(floats), Vector256.WidenUpper(floats));
    }

    [InlineArray(Count)]
    private struct Sixteen
    {
        private double _first;
    }
}
