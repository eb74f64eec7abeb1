using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>Stochastic gradient descent with momentum, by the formulas of PyTorch's <c>torch.optim.SGD</c>.</summary>
/// <remarks>
/// d = g + weightDecay p; b = momentum b + (1 - dampening) d, in the first step b = d; p = p - lr b, with Nesterov p - lr (d + momentum b).
/// The state is <c>momentum_buffer</c>, b; none without momentum.
/// </remarks>
public sealed class Sgd : LstmOptimizer
{
    private readonly SgdOptions _options;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="trainables">What to optimise, as <see cref="LstmTape.Trainables"/> gives it.</param>
    /// <param name="options">Learning rate, momentum, weight decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum without momentum, or with dampening.</exception>
    public Sgd(IReadOnlyList<LstmTrainable> trainables, SgdOptions options)
        : base(trainables, Checked(options).LearningRate, options.Momentum > 0 ? ["momentum_buffer"] : [])
        => _options = options;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"{nameof(Sgd)}(momentum {_options.Momentum}, dampening {_options.Dampening}, Nesterov {_options.Nesterov}, weight decay {_options.WeightDecay})");

    private protected override void Update(int tensor, Span<float> values, ReadOnlySpan<float> gradients)
    {
        Span<float> buffer = _options.Momentum > 0 ? State(tensor, 0) : default;
        LaneKernel.Run(new Kernel(values, gradients, buffer, _options, LearningRate, Steps == 0), values.Length);
    }

    private static SgdOptions Checked(SgdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        LstmOptionGuard.NotNegative(options.Momentum, nameof(options.Momentum));
        LstmOptionGuard.NotNegative(options.WeightDecay, nameof(options.WeightDecay));
        LstmOptionGuard.Between(options.Dampening, float.MinValue, float.MaxValue, nameof(options.Dampening));
        if (options.Nesterov && (options.Momentum == 0 || options.Dampening != 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Nesterov needs Momentum above 0 and Dampening 0; they are {options.Momentum} and {options.Dampening}."), nameof(options));
        }

        return options;
    }

    internal readonly ref struct Kernel(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> buffer, SgdOptions options, float learningRate, bool first) : ILaneKernel
    {
        private readonly Span<float> _values = values;
        private readonly ReadOnlySpan<float> _gradients = gradients;
        private readonly Span<float> _buffer = buffer;
        private readonly float _learningRate = learningRate;
        private readonly float _weightDecay = (float)options.WeightDecay;
        private readonly float _momentum = (float)options.Momentum;
        private readonly float _fresh = first ? 1 : (float)(1 - options.Dampening);
        private readonly bool _nesterov = options.Nesterov;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float values = ref MemoryMarshal.GetReference(_values);
            ref float gradients = ref MemoryMarshal.GetReference(_gradients);
            ref float buffer = ref MemoryMarshal.GetReference(_buffer);
            TLanes learningRate = TLanes.All(_learningRate);
            TLanes weightDecay = TLanes.All(_weightDecay);
            TLanes momentum = TLanes.All(_momentum);
            TLanes fresh = TLanes.All(_fresh);
            bool hasBuffer = !_buffer.IsEmpty;
            bool nesterov = _nesterov;
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes value = TLanes.Load(ref values, index);
                TLanes direction = TLanes.Load(ref gradients, index) + weightDecay * value;
                if (hasBuffer)
                {
                    // Before the first step the buffer is 0: fresh = 1 makes it the direction itself.
                    TLanes moving = momentum * TLanes.Load(ref buffer, index) + fresh * direction;
                    TLanes.Store(moving, ref buffer, index);
                    direction = nesterov ? direction + momentum * moving : moving;
                }

                TLanes.Store(value - learningRate * direction, ref values, index);
            }

            return index;
        }
    }
}
