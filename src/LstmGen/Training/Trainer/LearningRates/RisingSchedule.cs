namespace LstmGen.Training;

/// <summary>Rates in equal ratios from the lowest to the highest.</summary>
internal sealed class RisingSchedule(float lowest, float highest, int steps) : LstmSchedule
{
    private readonly double _factor = DoubleMath.Exp(DoubleMath.Log((double)highest / lowest) / (steps - 1));

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"rising from {lowest} to {highest} in {steps} steps");

    private protected override double Rate(long step) => Math.Min(highest, lowest * DoubleMath.Power(_factor, step));
}
