using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>The negative logarithm of a density at each target. Terms are summed by their index in [rows, targets].</summary>
internal sealed class DensityLoss<TDensity>(TDensity density) : LstmLoss
    where TDensity : struct, IDensity
{
    public override string Description => density.Description;

    public override int TargetSize(int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        (int targets, int rest) = Math.DivRem(outputSize, density.OutputsPerTarget);
        return rest == 0 ? targets : throw new ArgumentException(
            $"outputSize is {outputSize}; a multiple of {density.OutputsPerTarget}, {density.Parameters} of each target, was expected.", nameof(outputSize));
    }

    internal override string? Objection(float target, int outputSize) => float.IsFinite(target) ? null : "a finite number was expected";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
    {
        var rows = new LossRows(this, outputs, targets, mask, outputSize, gradients);
        double elements = rows.Total * rows.TargetSize;
        PartialSums sum = default;
        for (int row = 0; row < rows.Count; row++)
        {
            double weight = rows.Weight(row);
            Span<float> gradient = gradients.IsEmpty ? default : gradients.Slice(row * outputSize, outputSize);
            if (weight == 0)
            {
                gradient.Clear();
                continue;
            }

            ReadOnlySpan<float> output = outputs.Slice(row * outputSize, outputSize);
            for (int column = 0; column < rows.TargetSize; column++)
            {
                int index = row * rows.TargetSize + column, start = column * density.OutputsPerTarget;
                if (Objection(targets[index], outputSize) is string objection)
                {
                    throw new TargetException(row, column, targets[index], objection);
                }

                Span<float> own = gradient.IsEmpty ? default : gradient.Slice(start, density.OutputsPerTarget);
                ReadOnlySpan<float> parameters = output.Slice(start, density.OutputsPerTarget);
                double loss = density.Evaluate(parameters, targets[index], weight / elements, own);
                sum.Add(index, weight * (loss + NaNUnlessFinite(parameters)));
            }
        }

        return elements > 0 ? sum.Fold() / elements : 0;
    }

    /// <summary>0, or NaN: of a mixture, what is not finite need not show in the density.</summary>
    private static double NaNUnlessFinite(ReadOnlySpan<float> parameters)
    {
        double sum = 0;
        foreach (float parameter in parameters)
        {
            sum += 0.0 * parameter;
        }

        return sum;
    }
}
