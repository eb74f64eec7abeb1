using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Training;

/// <summary>RMSProp by the formulas of PyTorch's <c>torch.optim.RMSprop</c>.</summary>
/// <remarks>
/// d = g + weightDecay p; v = alpha v + (1 - alpha) d^2; with Centered a = alpha a + (1 - alpha) d and u = v - a^2, else u = v;
/// s = d / (sqrt(u) + epsilon); b = momentum b + s; p = p - lr b. Where rounding makes v - a^2 negative, 0 is taken instead (PyTorch gives NaN).
/// The state is <c>square_avg</c>, v; <c>grad_avg</c>, a, with Centered; <c>momentum_buffer</c>, b, with momentum.
/// </remarks>
public sealed class RmsProp : LstmOptimizer
{
    private readonly RmsPropOptions _options;

    /// <summary>An optimiser of these parameters.</summary>
    /// <param name="trainables">What to optimise, as <see cref="LstmTape.Trainables"/> gives it.</param>
    /// <param name="options">Learning rate and the rest; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public RmsProp(IReadOnlyList<LstmTrainable> trainables, RmsPropOptions? options = null)
        : this(options ?? new RmsPropOptions(), trainables)
    {
    }

    private RmsProp(RmsPropOptions options, IReadOnlyList<LstmTrainable> trainables)
        : base(trainables, Checked(options).LearningRate, StateNames(options))
        => _options = options;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant(
        $"{nameof(RmsProp)}(alpha {_options.Alpha}, epsilon {_options.Epsilon}, momentum {_options.Momentum}, centered {_options.Centered}, weight decay {_options.WeightDecay})");

    private protected override void Update(int tensor, Span<float> values, ReadOnlySpan<float> gradients)
    {
        Span<float> mean = _options.Centered ? State(tensor, 1) : default;
        Span<float> buffer = _options.Momentum > 0 ? State(tensor, _options.Centered ? 2 : 1) : default;
        LaneKernel.Run(new Kernel(values, gradients, State(tensor, 0), mean, buffer, _options, LearningRate), values.Length);
    }

    private static string[] StateNames(RmsPropOptions options)
        => ["square_avg", .. options.Centered ? ["grad_avg"] : Array.Empty<string>(), .. options.Momentum > 0 ? ["momentum_buffer"] : Array.Empty<string>()];

    private static RmsPropOptions Checked(RmsPropOptions options)
    {
        LstmOptionGuard.Between(options.Alpha, 0, 1, nameof(options.Alpha));
        LstmOptionGuard.NotNegative(options.Epsilon, nameof(options.Epsilon));
        LstmOptionGuard.NotNegative(options.Momentum, nameof(options.Momentum));
        LstmOptionGuard.NotNegative(options.WeightDecay, nameof(options.WeightDecay));
        return options;
    }

    internal readonly ref struct Kernel(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> squares, Span<float> means, Span<float> buffer,
        RmsPropOptions options, float learningRate) : ILaneKernel
    {
        private readonly Span<float> _values = values;
        private readonly ReadOnlySpan<float> _gradients = gradients;
        private readonly Span<float> _squares = squares;
        private readonly Span<float> _means = means;
        private readonly Span<float> _buffer = buffer;
        private readonly float _learningRate = learningRate;
        private readonly float _weightDecay = (float)options.WeightDecay;
        private readonly float _alpha = (float)options.Alpha;
        private readonly float _fresh = (float)(1 - options.Alpha);
        private readonly float _epsilon = (float)options.Epsilon;
        private readonly float _momentum = (float)options.Momentum;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Run<TLanes>(int index, int length)
            where TLanes : struct, ILanes<TLanes>
        {
            ref float values = ref MemoryMarshal.GetReference(_values);
            ref float gradients = ref MemoryMarshal.GetReference(_gradients);
            ref float squares = ref MemoryMarshal.GetReference(_squares);
            ref float means = ref MemoryMarshal.GetReference(_means);
            ref float buffer = ref MemoryMarshal.GetReference(_buffer);
            TLanes learningRate = TLanes.All(_learningRate);
            TLanes weightDecay = TLanes.All(_weightDecay);
            TLanes alpha = TLanes.All(_alpha);
            TLanes fresh = TLanes.All(_fresh);
            TLanes epsilon = TLanes.All(_epsilon);
            TLanes momentum = TLanes.All(_momentum);
            TLanes zero = TLanes.All(0f);
            bool centered = !_means.IsEmpty;
            bool hasBuffer = !_buffer.IsEmpty;
            for (; index <= length - TLanes.Count; index += TLanes.Count)
            {
                TLanes value = TLanes.Load(ref values, index);
                TLanes direction = TLanes.Load(ref gradients, index) + weightDecay * value;
                TLanes square = alpha * TLanes.Load(ref squares, index) + fresh * direction * direction;
                TLanes.Store(square, ref squares, index);
                if (centered)
                {
                    TLanes mean = alpha * TLanes.Load(ref means, index) + fresh * direction;
                    TLanes.Store(mean, ref means, index);
                    square -= mean * mean;
                    square = TLanes.Select(TLanes.Less(square, zero), zero, square);
                }

                TLanes step = direction / (TLanes.Sqrt(square) + epsilon);
                if (hasBuffer)
                {
                    step = momentum * TLanes.Load(ref buffer, index) + step;
                    TLanes.Store(step, ref buffer, index);
                }

                TLanes.Store(value - learningRate * step, ref values, index);
            }

            return index;
        }
    }
}
