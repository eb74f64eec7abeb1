namespace LstmGen.Training;

/// <summary>The checked rows of an <c>Add</c>.</summary>
internal readonly ref struct MetricRows
{
    private readonly ReadOnlySpan<float> _outputs;
    private readonly ReadOnlySpan<float> _targets;
    private readonly ReadOnlySpan<float> _mask;

    /// <param name="outputs">[rows, outputSize].</param>
    /// <param name="targets">[rows, targetSize].</param>
    /// <param name="mask">[rows] or empty.</param>
    /// <param name="outputSize">Outputs of a row.</param>
    /// <param name="targetSize">Targets of a row; 0: whatever number the lengths give.</param>
    internal MetricRows(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, int targetSize)
    {
        LossRows.CheckOutputSize(outputSize);
        _outputs = outputs;
        _targets = targets;
        _mask = mask;
        OutputSize = outputSize;
        (Count, int rest) = Math.DivRem(outputs.Length, outputSize);
        if (rest != 0)
        {
            throw new ArgumentException($"outputs has {outputs.Length} floats; a multiple of outputSize = {outputSize} was expected.", nameof(outputs));
        }

        TargetSize = targetSize > 0 ? targetSize : Count > 0 ? Math.Max(targets.Length / Count, 1) : 1;
        LossRows.RequireLength(targets.Length, (long)Count * TargetSize, Count, "target size", TargetSize, nameof(targets));
        if (!mask.IsEmpty)
        {
            LossRows.RequireLength(mask.Length, Count, Count, "weight", 1, nameof(mask));
        }
    }

    internal int Count { get; }

    internal int OutputSize { get; }

    internal int TargetSize { get; }

    /// <summary>Whether a row counts.</summary>
    /// <exception cref="ArgumentException">Its mask is below 0 or not finite.</exception>
    internal bool Counts(int row)
    {
        float weight = _mask.IsEmpty ? 1 : _mask[row];
        return weight >= 0 && float.IsFinite(weight) ? weight > 0 : throw new ArgumentException(
            FormattableString.Invariant($"The mask of row {row} is {weight}; a finite number of at least 0 was expected."), "mask");
    }

    internal ReadOnlySpan<float> Outputs(int row) => _outputs.Slice(row * OutputSize, OutputSize);

    internal float Target(int row, int column = 0) => _targets[(row * TargetSize) + column];

    /// <summary>The target as a class below a count.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal int Label(int row, int classes, int column = 0)
    {
        float target = Target(row, column);
        return ClassNumber.Is(target, classes) ? (int)target
            : throw new TargetException(row, column, target, $"a class, a whole number from 0 to {classes - 1}, was expected");
    }

    /// <summary>The class of the largest output; of a single output 1 where it is above 0.</summary>
    /// <exception cref="ArgumentException">An output is not a number.</exception>
    internal int Predicted(int row)
    {
        ReadOnlySpan<float> outputs = Outputs(row);
        int largest = 0;
        for (int column = 0; column < outputs.Length; column++)
        {
            Number(row, column);
            largest = outputs[column] > outputs[largest] ? column : largest;
        }

        return outputs.Length > 1 ? largest : outputs[0] > 0 ? 1 : 0;
    }

    /// <summary>An output.</summary>
    /// <exception cref="ArgumentException">It is not a number.</exception>
    internal float Number(int row, int column)
    {
        float output = _outputs[(row * OutputSize) + column];
        return !float.IsNaN(output) ? output : throw new ArgumentException($"The output of row {row}, column {column} is NaN; a number was expected.", "outputs");
    }
}
