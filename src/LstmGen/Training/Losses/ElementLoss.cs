using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>A loss that is a mean over single outputs. Its terms are summed by their index in [rows, outputSize].</summary>
/// <param name="error">Of one output.</param>
/// <param name="skipsMissing">Whether outputs whose target is NaN are left out of the mean of their row.</param>
internal sealed class ElementLoss<TError>(TError error, bool skipsMissing = false) : LstmLoss
    where TError : struct, IElementError
{
    public override string Description => skipsMissing ? $"{error.Description} without missing targets" : error.Description;

    public override int TargetSize(int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        (int targets, int rest) = Math.DivRem(outputSize, error.OutputsPerTarget);
        return rest == 0 ? targets : throw new ArgumentException(
            $"outputSize is {outputSize}; a multiple of the number of quantiles, {error.OutputsPerTarget}, was expected.", nameof(outputSize));
    }

    internal override string? Objection(float target, int outputSize) => error.Accepts(target) || (skipsMissing && float.IsNaN(target)) ? null : $"{error.Expected} was expected";

    internal override LstmLoss? SkippingMissing() => skipsMissing ? this : new ElementLoss<TError>(error, skipsMissing: true);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
    {
        var rows = new LossRows(this, outputs, targets, mask, outputSize, gradients);
        double elements = rows.Total * outputSize;
        PartialSums sum = default;
        for (int row = 0; row < rows.Count; row++)
        {
            double weight = rows.Weight(row);
            int start = row * outputSize;
            if (weight == 0)
            {
                ClearRow(gradients, start, outputSize);
                continue;
            }

            if (skipsMissing)
            {
                ReadOnlySpan<float> present = targets.Slice(row * rows.TargetSize, rows.TargetSize);
                // The mask is the share that is there: the loss of the row counts by it, each of its outputs as those of other rows.
                weight *= (double)rows.TargetSize / Math.Max(SeriesMissing.Present(present), 1);
            }

            double scale = weight / elements;
            for (int column = 0; column < outputSize; column++)
            {
                int targetColumn = column / error.OutputsPerTarget;
                float target = targets[row * rows.TargetSize + targetColumn];
                if (skipsMissing && float.IsNaN(target))
                {
                    ClearRow(gradients, start + column, 1);
                    continue;
                }

                if (!error.Accepts(target))
                {
                    throw new TargetException(row, targetColumn, target, Objection(target, outputSize)!);
                }

                sum.Add(start + column, weight * error.Evaluate(outputs[start + column], target, column, out double derivative));
                if (!gradients.IsEmpty)
                {
                    gradients[start + column] = (float)(scale * derivative);
                }
            }
        }

        return elements > 0 ? sum.Fold() / elements : 0;
    }

    private static void ClearRow(Span<float> gradients, int start, int outputSize)
    {
        if (!gradients.IsEmpty)
        {
            gradients.Slice(start, outputSize).Clear();
        }
    }
}
