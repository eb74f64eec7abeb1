using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>Changes parameters by their gradients. The formulas are PyTorch's, <c>torch.optim</c>; the bits are the same on every processor.</summary>
/// <remarks>
/// <see cref="Steps"/>, <see cref="LearningRate"/>, <see cref="States"/> and <see cref="Scalars"/> are all there is to keep in a checkpoint.
/// </remarks>
public abstract class LstmOptimizer
{
    private readonly LstmTrainable[] _trainables;
    private readonly LstmOptimizerState[] _states;
    private readonly int _statesEach;
    private float _learningRate;
    private long _steps;

    private protected LstmOptimizer(IReadOnlyList<LstmTrainable> trainables, float learningRate, params ReadOnlySpan<string> states)
    {
        ArgumentNullException.ThrowIfNull(trainables);
        _trainables = [.. trainables];
        _statesEach = states.Length;
        _states = new LstmOptimizerState[_trainables.Length * states.Length];
        int next = 0;
        foreach (LstmTrainable trainable in _trainables)
        {
            ArgumentNullException.ThrowIfNull(trainable, nameof(trainables));
            foreach (string state in states)
            {
                _states[next++] = new LstmOptimizerState($"{trainable.Name}.{state}", trainable.Dimensions, trainable.Count);
            }
        }

        LearningRate = InitialLearningRate = learningRate;
    }

    /// <summary>
    /// Name and constants but the learning rate, as a text. A checkpoint keeps it, and is refused by a trainer whose optimiser has another.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>The learning rate of the next step: finite, at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public float LearningRate
    {
        get => _learningRate;
        set
        {
            LstmOptionGuard.NotNegative(value, nameof(LearningRate));
            _learningRate = value;
        }
    }

    /// <summary>The learning rate that the optimiser was made with.</summary>
    internal float InitialLearningRate { get; }

    /// <summary>Number of steps taken; to be written only where a checkpoint is restored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Steps
    {
        get => _steps;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _steps = value;
        }
    }

    /// <summary>The state of each parameter tensor, in their order; empty for an optimiser without state.</summary>
    public IReadOnlyList<LstmOptimizerState> States => _states;

    /// <summary>The numbers of the state that belong to no tensor.</summary>
    public virtual IReadOnlyList<LstmScalar> Scalars => [];

    /// <summary>Changes every parameter by its gradient. Allocates nothing.</summary>
    /// <remarks>Gradients are not changed: weight decay and the like never show in them.</remarks>
    public void Step()
    {
        Prepare();
        for (int tensor = 0; tensor < _trainables.Length; tensor++)
        {
            _trainables[tensor].Update(
                (Optimizer: this, Tensor: tensor),
                static (values, at) => at.Optimizer.Update(at.Tensor, values, at.Optimizer._trainables[at.Tensor].Gradients));
        }

        _steps++;
    }

    /// <summary>What is done once a step, before the tensors.</summary>
    private protected virtual void Prepare()
    {
    }

    private protected abstract void Update(int tensor, Span<float> values, ReadOnlySpan<float> gradients);

    /// <summary>A state of a tensor, by its place among the names given at construction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected Span<float> State(int tensor, int state) => _states[tensor * _statesEach + state].Values;
}
