namespace LstmGen.Training;

/// <summary>The checked rows of a call: how many, and their weights.</summary>
internal readonly ref struct LossRows
{
    private readonly ReadOnlySpan<float> _mask;

    internal LossRows(
        LstmLoss loss, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, ReadOnlySpan<float> gradients)
    {
        TargetSize = loss.TargetSize(outputSize);
        if (outputs.Length % outputSize != 0)
        {
            throw new ArgumentException($"outputs has {outputs.Length} floats; a multiple of outputSize = {outputSize} was expected.", nameof(outputs));
        }

        Count = outputs.Length / outputSize;
        RequireLength(targets.Length, (long)Count * TargetSize, Count, "target size", TargetSize, nameof(targets));
        if (!mask.IsEmpty)
        {
            RequireLength(mask.Length, Count, Count, "weight", 1, nameof(mask));
        }

        if (!gradients.IsEmpty)
        {
            RequireLength(gradients.Length, outputs.Length, Count, "output size", outputSize, nameof(gradients));
            if (gradients.Overlaps(outputs) || gradients.Overlaps(targets) || gradients.Overlaps(mask))
            {
                throw new ArgumentException("gradients overlaps outputs, targets or mask; it must be a buffer of its own.", nameof(gradients));
            }
        }

        _mask = mask;
        Total = mask.IsEmpty ? Count : Sum(mask);
    }

    internal int Count { get; }

    internal int TargetSize { get; }

    /// <summary>The sum of the weights.</summary>
    internal double Total { get; }

    internal double Weight(int row) => _mask.IsEmpty ? 1 : _mask[row];

    internal static void CheckOutputSize(int outputSize) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize);

    private static double Sum(ReadOnlySpan<float> mask)
    {
        for (int row = 0; row < mask.Length; row++)
        {
            if (!(mask[row] >= 0 && float.IsFinite(mask[row])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The mask of row {row} is {mask[row]}; a finite number of at least 0 was expected."), nameof(mask));
            }
        }

        PartialSums sums = default;
        sums.AddAll(mask);
        return sums.Fold();
    }

    internal static void RequireLength(int found, long expected, int rows, string each, int size, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name} has {found} floats; {rows} rows x {each} {size} = {expected} were expected.", name);
        }
    }
}
