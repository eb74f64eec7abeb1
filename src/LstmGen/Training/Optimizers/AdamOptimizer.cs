namespace LstmGen.Training;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> share.</summary>
public abstract class AdamOptimizer : LstmOptimizer
{
    private readonly AdamOptions _options;
    private readonly double _weightDecay;
    private readonly bool _decoupled;
    private readonly LstmScalar _beta1Power = new("beta1_power", 1);
    private readonly LstmScalar _beta2Power = new("beta2_power", 1);
    private AdamFactors _factors;

    private protected AdamOptimizer(IReadOnlyList<LstmTrainable> trainables, AdamOptions options, double weightDecay, bool decoupled)
        : base(trainables, options.LearningRate, "exp_avg", "exp_avg_sq")
    {
        LstmOptionGuard.Fraction(options.Beta1, nameof(options.Beta1));
        LstmOptionGuard.Fraction(options.Beta2, nameof(options.Beta2));
        LstmOptionGuard.NotNegative(options.Epsilon, nameof(options.Epsilon));
        LstmOptionGuard.NotNegative(weightDecay, nameof(options.WeightDecay));
        (_options, _weightDecay, _decoupled) = (options, weightDecay, decoupled);
        Scalars = [_beta1Power, _beta2Power];
    }

    /// <inheritdoc/>
    public sealed override string Description => FormattableString.Invariant(
        $"{GetType().Name}(beta1 {_options.Beta1}, beta2 {_options.Beta2}, epsilon {_options.Epsilon}, weight decay {_weightDecay})");

    /// <summary>beta1^t and beta2^t after t steps, as <c>beta1_power</c> and <c>beta2_power</c>.</summary>
    public sealed override IReadOnlyList<LstmScalar> Scalars { get; }

    private protected sealed override void Prepare()
    {
        _beta1Power.Value *= _options.Beta1;
        _beta2Power.Value *= _options.Beta2;
        _factors = new AdamFactors(
            Beta1: (float)_options.Beta1,
            Fresh1: (float)(1 - _options.Beta1),
            Beta2: (float)_options.Beta2,
            Fresh2: (float)(1 - _options.Beta2),
            RootScale: (float)(1 / Math.Sqrt(1 - _beta2Power.Value)),
            Epsilon: (float)_options.Epsilon,
            StepSize: (float)(LearningRate / (1 - _beta1Power.Value)),
            Decay: _decoupled ? 0 : (float)_weightDecay,
            Keep: _decoupled ? (float)(1 - LearningRate * _weightDecay) : 1);
    }

    private protected sealed override void Update(int tensor, Span<float> values, ReadOnlySpan<float> gradients)
        => LaneKernel.Run(new AdamKernel(values, gradients, State(tensor, 0), State(tensor, 1), _factors), values.Length);
}
