namespace LstmGen.Training;

/// <summary>Reduces the rate when the metric has stopped falling.</summary>
internal sealed class PlateauSchedule : LstmSchedule
{
    private const double LeastChange = 1e-8; // PyTorch's eps: a smaller reduction is not made

    private readonly LstmPlateauOptions _options;
    private readonly LstmScalar _rate;
    private readonly LstmScalar _best = new("plateau_best", double.PositiveInfinity);
    private readonly LstmScalar _bad = new("plateau_bad_reports", 0);
    private readonly LstmScalar _cooldown = new("plateau_cooldown", 0);

    internal PlateauSchedule(float rate, LstmPlateauOptions options)
    {
        LstmOptionGuard.NotNegative(rate, nameof(rate));
        LstmOptionGuard.Fraction(options.Factor, nameof(options.Factor));
        LstmOptionGuard.NotNegative(options.Patience, nameof(options.Patience));
        LstmOptionGuard.Fraction(options.Threshold, nameof(options.Threshold));
        LstmOptionGuard.NotNegative(options.Cooldown, nameof(options.Cooldown));
        LstmOptionGuard.NotNegative(options.Minimum, nameof(options.Minimum));
        _options = options;
        Description = FormattableString.Invariant(
            $"{nameof(ReduceOnPlateau)}({rate}, factor {options.Factor}, patience {options.Patience}, threshold {options.Threshold}, cooldown {options.Cooldown}, minimum {options.Minimum})");
        _rate = new LstmScalar("plateau_rate", rate);
        Scalars = [_rate, _best, _bad, _cooldown];
    }

    public override string Description { get; }

    public override IReadOnlyList<LstmScalar> Scalars { get; }

    public override void Report(double metric)
    {
        if (metric < _best.Value * (1 - _options.Threshold))
        {
            (_best.Value, _bad.Value) = (metric, 0);
        }
        else
        {
            _bad.Value++;
        }

        if (_cooldown.Value > 0)
        {
            (_cooldown.Value, _bad.Value) = (_cooldown.Value - 1, 0);
        }

        if (_bad.Value > _options.Patience)
        {
            double reduced = Math.Max(_rate.Value * _options.Factor, _options.Minimum);
            _rate.Value = _rate.Value - reduced > LeastChange ? reduced : _rate.Value;
            (_cooldown.Value, _bad.Value) = (_options.Cooldown, 0);
        }
    }

    private protected override double Rate(long step) => _rate.Value;
}
