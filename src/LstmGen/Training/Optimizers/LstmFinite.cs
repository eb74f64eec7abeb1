using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Finds numbers that are infinite or NaN. Allocates nothing.</summary>
public static class LstmFinite
{
    /// <summary>The first gradient that is not finite, in the order of the tensors; null where all are.</summary>
    /// <param name="trainables">Whose gradients are read.</param>
    public static LstmNonFinite? FindGradient(IReadOnlyList<LstmTrainable> trainables)
    {
        ArgumentNullException.ThrowIfNull(trainables);
        for (int tensor = 0; tensor < trainables.Count; tensor++)
        {
            if (Find(trainables[tensor].Name, trainables[tensor].Gradients) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The first parameter that is not finite, in the order of the tensors; null where all are.</summary>
    /// <param name="trainables">Whose values are read.</param>
    public static LstmNonFinite? FindValue(IReadOnlyList<LstmTrainable> trainables)
    {
        ArgumentNullException.ThrowIfNull(trainables);
        for (int tensor = 0; tensor < trainables.Count; tensor++)
        {
            if (Find(trainables[tensor].Name, trainables[tensor].Values) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static LstmNonFinite? Find(string tensor, ReadOnlySpan<float> values)
    {
        int index = FloatConversion.IndexOfNonFinite(values);
        return index < 0 ? null : new LstmNonFinite(tensor, index, values[index]);
    }
}

/// <summary>A number that is infinite or NaN, and where it is.</summary>
/// <param name="Tensor">Name of the parameter tensor.</param>
/// <param name="Index">Index in the row-major values.</param>
/// <param name="Value">The number.</param>
public readonly record struct LstmNonFinite(string Tensor, int Index, float Value)
{
    /// <summary>Such as <c>weight_hh_l0[5] = NaN</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Tensor}[{Index}] = {Value}");
}
