namespace LstmGen.Training;

public abstract partial class LstmLoss
{
    /// <summary>
    /// <see cref="SoftmaxCrossEntropy"/> with a weight for each class and smoothed labels: PyTorch's <c>CrossEntropyLoss(weight, label_smoothing)</c>.
    /// Targets: one number for each row, the index of its class.
    /// </summary>
    /// <remarks>
    /// With y the class of the row, K classes, weights w and e the smoothing, a row's loss is (1 - e) w[y] (-ln p[y]) + e / K sum over c of w[c] (-ln p[c]). As in
    /// PyTorch the sum over the rows is divided by the sum of their w[y], each times the mask of the row.
    /// </remarks>
    /// <param name="classWeights">One for each output, each finite and at least 0, one of them above 0; empty: 1 each.</param>
    /// <param name="labelSmoothing">e, at least 0 and less than 1.</param>
    /// <exception cref="ArgumentException">A weight or the smoothing is out of range.</exception>
    public static LstmLoss SoftmaxCrossEntropyWith(ReadOnlySpan<float> classWeights, float labelSmoothing = 0)
    {
        LossWeights.Check(classWeights, "class", nameof(classWeights));
        LstmOptionGuard.Fraction(labelSmoothing, nameof(labelSmoothing));
        return new WeightedSoftmaxLoss(classWeights.ToArray(), labelSmoothing);
    }

    /// <summary>
    /// <see cref="Quantile"/> with a weight for each quantile: of a row the weighted mean over its outputs. Equal weights give <see cref="Quantile"/>.
    /// </summary>
    /// <param name="quantiles">One or more, each above 0 and below 1.</param>
    /// <param name="weights">One for each quantile, each finite and at least 0, one of them above 0.</param>
    /// <exception cref="ArgumentException">There is no quantile, the counts differ, or a number is out of range.</exception>
    public static LstmLoss WeightedQuantile(ReadOnlySpan<float> quantiles, ReadOnlySpan<float> weights)
    {
        CheckQuantiles(quantiles);
        if (weights.Length != quantiles.Length)
        {
            throw new ArgumentException($"There are {weights.Length} weights; one for each of the {quantiles.Length} quantiles was expected.", nameof(weights));
        }

        LossWeights.Check(weights, "quantile", nameof(weights));
        return new ElementLoss<PinballError>(new PinballError(quantiles.ToArray(), weights.ToArray()));
    }

    /// <summary>
    /// The negative logarithm of a normal distribution's density at the target, in nats: with mean m, s the logarithm of the variance and v = max(exp(s), minimum),
    /// (ln(2 pi) + ln v + (target - m)^2 / v) / 2. PyTorch's <c>GaussianNLLLoss(full=True)</c> of exp(s); of a row the mean over its targets.
    /// </summary>
    /// <remarks>
    /// A target has two outputs, which lie together: m, then s. Where the minimum holds, the gradient is that at the minimum times exp(s), as PyTorch's: the variance can
    /// grow again.
    /// </remarks>
    /// <param name="minimumVariance">Finite, above 0: a bound for what one target can win or lose. PyTorch's <c>eps</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The minimum is out of range.</exception>
    public static LstmLoss Gaussian(float minimumVariance = 1e-6f)
    {
        LstmOptionGuard.Positive(minimumVariance, nameof(minimumVariance));
        return new DensityLoss<GaussianDensity>(new GaussianDensity(minimumVariance));
    }

    /// <summary>
    /// The negative logarithm of a mixture of normal distributions' density at the target, in nats (Bishop, Mixture Density Networks, 1994); of a row the mean over its targets.
    /// </summary>
    /// <remarks>
    /// A target has 3 K outputs, which lie together: K scores, whose softmax is the share of each component, K means, K logarithms of standard deviations. A standard
    /// deviation is max(exp(output), minimum), with a gradient as that of <see cref="Gaussian"/>; without a minimum a component that sits on one target would win without end.
    /// </remarks>
    /// <param name="components">K, 1 to 256.</param>
    /// <param name="minimumDeviation">Finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static LstmLoss GaussianMixture(int components, float minimumDeviation = 1e-3f)
    {
        LstmOptionGuard.Between(components, 1, MixtureDensity.MostComponents, nameof(components));
        LstmOptionGuard.Positive(minimumDeviation, nameof(minimumDeviation));
        return new DensityLoss<MixtureDensity>(new MixtureDensity(components, minimumDeviation));
    }

    /// <summary>
    /// Connectionist temporal classification: labels without a place in time, fewer than there are steps. Targets: one number for each label, its index; their number is that of
    /// the sequence's labels.
    /// </summary>
    /// <param name="options">The defaults where null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The blank is less than 0.</exception>
    public static CtcLoss Ctc(CtcOptions? options = null) => new(options);

    private static void CheckQuantiles(ReadOnlySpan<float> quantiles)
    {
        if (quantiles.IsEmpty)
        {
            throw new ArgumentException("There are no quantiles; one or more were expected.", nameof(quantiles));
        }

        for (int index = 0; index < quantiles.Length; index++)
        {
            if (!(quantiles[index] > 0 && quantiles[index] < 1))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Quantile {index} is {quantiles[index]}; a number above 0 and below 1 was expected."), nameof(quantiles));
            }
        }
    }
}
