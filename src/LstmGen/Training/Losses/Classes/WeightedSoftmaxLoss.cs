using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>Softmax and cross-entropy with a weight for each class and smoothed labels.</summary>
/// <param name="classWeights">One for each output; none: 1 each.</param>
/// <param name="smoothing">The share of a label that is spread over all classes.</param>
internal sealed class WeightedSoftmaxLoss(float[] classWeights, float smoothing) : LstmLoss
{
    private const int Chunk = 256;

    public override string Description => FormattableString.Invariant(
        $"{nameof(SoftmaxCrossEntropyWith)}(weights {(classWeights.Length == 0 ? "1" : LossWeights.Text(classWeights))}; smoothing {smoothing})");

    public override int TargetSize(int outputSize)
    {
        LossRows.CheckOutputSize(outputSize);
        return classWeights.Length == 0 || classWeights.Length == outputSize ? 1 : throw new ArgumentException(
            $"outputSize is {outputSize}; {classWeights.Length}, one for each weight of a class, was expected.", nameof(outputSize));
    }

    internal override string? Objection(float target, int outputSize) => SoftmaxCrossEntropy.Objection(target, outputSize);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Evaluate(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> mask, int outputSize, Span<float> gradients)
    {
        var rows = new LossRows(this, outputs, targets, mask, outputSize, gradients);
        Span<float> chunk = stackalloc float[gradients.IsEmpty ? Chunk : 0];
        double total = TotalWeight(rows, targets, outputSize);
        double allClasses = 0;
        for (int index = 0; index < outputSize; index++)
        {
            allClasses += WeightOf(index);
        }

        PartialSums losses = default;
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
            int label = (int)targets[row];
            float largest = SoftmaxLoss.Largest(output);
            double sum = SoftmaxLoss.Exponentials(output, largest, gradient, chunk);
            double logSum = DoubleMath.Log(sum);
            double atLabel = (1 - (double)smoothing) * WeightOf(label), spread = (double)smoothing / outputSize;
            double loss = atLabel * (logSum - ((double)output[label] - largest));
            if (spread > 0)
            {
                loss += spread * Spread(output, largest, logSum);
            }

            losses.Add(row, weight * loss);
            if (!gradient.IsEmpty)
            {
                Differentiate(gradient, label, sum, total > 0 ? weight / total : 0, atLabel, spread, allClasses);
            }
        }

        return total > 0 ? losses.Fold() / total : 0;
    }

    /// <summary>The sum over the rows of mask times weight of the class.</summary>
    private double TotalWeight(in LossRows rows, ReadOnlySpan<float> targets, int outputSize)
    {
        PartialSums sum = default;
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows.Weight(row) == 0)
            {
                continue;
            }

            if (Objection(targets[row], outputSize) is string objection)
            {
                throw new TargetException(row, 0, targets[row], objection);
            }

            sum.Add(row, rows.Weight(row) * WeightOf((int)targets[row]));
        }

        return sum.Fold();
    }

    /// <summary>The sum over the classes of weight times -ln p.</summary>
    private double Spread(ReadOnlySpan<float> output, float largest, double logSum)
    {
        PartialSums sum = default;
        for (int index = 0; index < output.Length; index++)
        {
            double weight = WeightOf(index);
            sum.Add(index, weight > 0 ? weight * (logSum - ((double)output[index] - largest)) : 0);
        }

        return sum.Fold();
    }

    /// <summary>From exponentials to gradients: p times the weight of all terms, less the weight of the class's own.</summary>
    private void Differentiate(Span<float> gradient, int label, double sum, double scale, double atLabel, double spread, double allClasses)
    {
        double inverse = 1 / sum;
        for (int index = 0; index < gradient.Length; index++)
        {
            double p = gradient[index] * inverse;
            double smoothed = spread * (p * allClasses - WeightOf(index));

            // p - 1 from exponentials: a class all but certain keeps its digits.
            double own = atLabel * (index == label ? (gradient[index] - sum) * inverse : p);
            gradient[index] = (float)(scale * (own + smoothed));
        }
    }

    private double WeightOf(int index) => classWeights.Length == 0 ? 1 : classWeights[index];
}
