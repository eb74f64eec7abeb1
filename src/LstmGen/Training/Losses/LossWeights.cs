using System.Globalization;

namespace LstmGen.Training;

/// <summary>Weights that are constants of a loss.</summary>
internal static class LossWeights
{
    internal static void Check(ReadOnlySpan<float> weights, string of, string name)
    {
        double sum = 0;
        for (int index = 0; index < weights.Length; index++)
        {
            if (!(weights[index] >= 0 && float.IsFinite(weights[index])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The weight of {of} {index} is {weights[index]}; a finite number of at least 0 was expected."), name);
            }

            sum += weights[index];
        }

        if (sum == 0 && !weights.IsEmpty)
        {
            throw new ArgumentException($"Every weight of a {of} is 0; one above 0 was expected.", name);
        }
    }

    /// <summary>As a loss's description has them.</summary>
    internal static string Text(float[] numbers) => string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
