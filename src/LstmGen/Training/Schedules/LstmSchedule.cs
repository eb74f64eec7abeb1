namespace LstmGen.Training;

/// <summary>The learning rate over the course of a training. The formulas are PyTorch's, <c>torch.optim.lr_scheduler</c>.</summary>
/// <remarks>
/// A step is whatever the training loop counts, optimiser steps or epochs. Rates are computed by + - * / alone: the bits are the same on every
/// processor.
/// </remarks>
public abstract class LstmSchedule
{
    private protected LstmSchedule()
    {
    }

    /// <summary>What a checkpoint keeps; empty where the step determines the rate.</summary>
    public virtual IReadOnlyList<LstmScalar> Scalars => [];

    /// <summary>
    /// Name and constants, as a text. A checkpoint keeps it, and is refused by a trainer whose schedule has another.
    /// </summary>
    public virtual string Description => GetType().Name;

    /// <summary>Always the same rate.</summary>
    /// <param name="rate">Finite, at least 0.</param>
    public static LstmSchedule Constant(float rate) => new ConstantSchedule(rate);

    /// <summary>Multiplies the rate with a factor again and again: rate factor^(step / every), the exponent rounded down. PyTorch's <c>StepLR</c>.</summary>
    /// <param name="rate">That of step 0: finite, at least 0.</param>
    /// <param name="every">Number of steps between the changes, at least 1.</param>
    /// <param name="factor">0 to 1.</param>
    public static LstmSchedule StepDecay(float rate, long every, double factor = 0.1) => new StepDecaySchedule(rate, every, factor);

    /// <summary>
    /// Half a cosine from the rate at step 0 down to the minimum: minimum + (rate - minimum) (1 + cos(pi step / steps)) / 2, afterwards the
    /// minimum. PyTorch's <c>CosineAnnealingLR</c>, which would rise again.
    /// </summary>
    /// <param name="rate">That of step 0: finite, at least the minimum.</param>
    /// <param name="steps">The step that has the minimum, at least 1.</param>
    /// <param name="minimum">Finite, at least 0.</param>
    public static LstmSchedule Cosine(float rate, long steps, float minimum = 0) => new CosineSchedule(rate, steps, minimum);

    /// <summary>
    /// Rises in equal parts, (step + 1) / steps of the first rate of another schedule, which then begins with its step 0. PyTorch's
    /// <c>SequentialLR</c> of a <c>LinearLR</c> and that schedule.
    /// </summary>
    /// <param name="steps">Number of steps of the rise, at least 1.</param>
    /// <param name="then">The schedule that follows.</param>
    public static LstmSchedule WarmUp(long steps, LstmSchedule then) => new WarmUpSchedule(steps, then);

    /// <summary>
    /// Multiplies the rate with a factor whenever the metric given to <see cref="Report"/> has stopped falling. PyTorch's
    /// <c>ReduceLROnPlateau</c>.
    /// </summary>
    /// <param name="rate">The first rate: finite, at least 0.</param>
    /// <param name="options">Patience and the rest; null for the defaults.</param>
    public static LstmSchedule ReduceOnPlateau(float rate, LstmPlateauOptions? options = null)
        => new PlateauSchedule(rate, options ?? new LstmPlateauOptions());

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0 for the first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public float LearningRate(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return (float)Rate(step);
    }

    /// <summary>Tells how good the model is now, such as its validation loss after an epoch; lower is better. Only
    /// <see cref="ReduceOnPlateau"/> heeds it.</summary>
    /// <param name="metric">The metric; NaN counts as no better.</param>
    public virtual void Report(double metric)
    {
    }

    private protected abstract double Rate(long step);

    private sealed class ConstantSchedule : LstmSchedule
    {
        private readonly float _rate;

        internal ConstantSchedule(float rate)
        {
            LstmOptionGuard.NotNegative(rate, nameof(rate));
            _rate = rate;
        }

        public override string Description => FormattableString.Invariant($"{nameof(Constant)}({_rate})");

        private protected override double Rate(long step) => _rate;
    }

    private sealed class StepDecaySchedule : LstmSchedule
    {
        private readonly float _rate;
        private readonly long _every;
        private readonly double _factor;

        internal StepDecaySchedule(float rate, long every, double factor)
        {
            LstmOptionGuard.NotNegative(rate, nameof(rate));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
            LstmOptionGuard.Between(factor, 0, 1, nameof(factor));
            (_rate, _every, _factor) = (rate, every, factor);
        }

        public override string Description => FormattableString.Invariant($"{nameof(StepDecay)}({_rate}, every {_every} steps, factor {_factor})");

        private protected override double Rate(long step) => _rate * DoubleMath.Power(_factor, step / _every);
    }

    private sealed class CosineSchedule : LstmSchedule
    {
        private readonly float _rate;
        private readonly long _steps;
        private readonly float _minimum;

        internal CosineSchedule(float rate, long steps, float minimum)
        {
            LstmOptionGuard.NotNegative(minimum, nameof(minimum));
            LstmOptionGuard.Between(rate, minimum, float.MaxValue, nameof(rate));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
            (_rate, _steps, _minimum) = (rate, steps, minimum);
        }

        public override string Description => FormattableString.Invariant($"{nameof(Cosine)}({_rate}, {_steps} steps, minimum {_minimum})");

        private protected override double Rate(long step)
            => step >= _steps ? _minimum : _minimum + (_rate - (double)_minimum) * 0.5 * (1 + DoubleMath.CosineOfPi((double)step / _steps));
    }

    private sealed class WarmUpSchedule : LstmSchedule
    {
        private readonly long _steps;
        private readonly LstmSchedule _then;

        internal WarmUpSchedule(long steps, LstmSchedule then)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
            ArgumentNullException.ThrowIfNull(then);
            (_steps, _then) = (steps, then);
        }

        public override string Description => $"{nameof(WarmUp)}({_steps} steps, then {_then.Description})";

        public override IReadOnlyList<LstmScalar> Scalars => _then.Scalars;

        public override void Report(double metric) => _then.Report(metric);

        private protected override double Rate(long step)
            => step < _steps ? _then.Rate(0) * ((step + 1.0) / _steps) : _then.Rate(step - _steps);
    }
}
