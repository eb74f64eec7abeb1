namespace LstmGen.Training;

/// <summary>Adam by the formulas of PyTorch's <c>torch.optim.Adam</c>.</summary>
/// <remarks>
/// d = g + weightDecay p; m = beta1 m + (1 - beta1) d; v = beta2 v + (1 - beta2) d^2;
/// p = p - lr / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon). The state is <c>exp_avg</c>, m, and <c>exp_avg_sq</c>, v.
/// </remarks>
/// <param name="trainables">What to optimise, as <see cref="LstmTape.Trainables"/> gives it.</param>
/// <param name="options">Learning rate and the rest; null for the defaults.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
public sealed class Adam(IReadOnlyList<LstmTrainable> trainables, AdamOptions? options = null)
    : AdamOptimizer(trainables, options ?? new AdamOptions(), weightDecay: options?.WeightDecay ?? 0, decoupled: false);
