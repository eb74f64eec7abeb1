namespace LstmGen.Training;

/// <summary>Sizes of a call.</summary>
internal static class CrfGuard
{
    internal static void Check(ReadOnlySpan<float> emissions, ReadOnlySpan<int> lengths, int tags, ReadOnlySpan<float> weights)
    {
        long step = (long)lengths.Length * tags;
        if (step == 0 ? !emissions.IsEmpty : emissions.Length % step != 0)
        {
            throw new ArgumentException($"emissions has {emissions.Length} floats; a multiple of {lengths.Length} rows x {tags} tags was expected.", nameof(emissions));
        }

        long steps = step == 0 ? 0 : emissions.Length / step;
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0 || lengths[row] > steps)
            {
                throw new ArgumentException($"The length of row {row} is {lengths[row]}; 0 to {steps} were expected.", nameof(lengths));
            }
        }

        Require(weights.Length, weights.IsEmpty ? 0 : lengths.Length, nameof(weights));
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The weight of row {row} is {weights[row]}; a finite number of at least 0 was expected."), nameof(weights));
            }
        }
    }

    internal static void CheckTargets(ReadOnlySpan<float> emissions, ReadOnlySpan<float> tags, int rows, int count, ReadOnlySpan<float> gradients)
    {
        Require(tags.Length, rows == 0 ? 0 : emissions.Length / count, nameof(tags));
        Require(gradients.Length, gradients.IsEmpty ? 0 : emissions.Length, nameof(gradients));
        if (gradients.Overlaps(emissions) || gradients.Overlaps(tags))
        {
            throw new ArgumentException("gradients overlaps emissions or tags; it must be a buffer of its own.", nameof(gradients));
        }
    }

    internal static void Require(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name} has {found} numbers; {expected} were expected.", name);
        }
    }
}
