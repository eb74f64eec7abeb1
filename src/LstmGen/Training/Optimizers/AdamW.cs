namespace LstmGen.Training;

/// <summary>Adam with decoupled weight decay, by the formulas of PyTorch's <c>torch.optim.AdamW</c>.</summary>
/// <remarks>As <see cref="Adam"/> with d = g, after p = p - lr weightDecay p.</remarks>
/// <param name="trainables">What to optimise, as <see cref="LstmTape.Trainables"/> gives it.</param>
/// <param name="options">Learning rate and the rest; null for the defaults.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
public sealed class AdamW(IReadOnlyList<LstmTrainable> trainables, AdamOptions? options = null)
    : AdamOptimizer(trainables, options ?? new AdamOptions(), weightDecay: options?.WeightDecay ?? 0.01, decoupled: true);
