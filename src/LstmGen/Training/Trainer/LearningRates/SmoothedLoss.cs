namespace LstmGen.Training;

/// <summary>The exponential mean of a loss from step to step, without the weight of its first value (as Adam's moments are).</summary>
internal sealed class SmoothedLoss
{
    private const double Kept = 0.9;
    private const double Growth = 4;

    private double _sum;
    private double _keptOfAll = 1;
    private double _least = double.PositiveInfinity;
    private double _last;

    internal bool HasGrown => _last > Growth * _least;

    internal double Add(double loss)
    {
        _sum = (Kept * _sum) + ((1 - Kept) * loss);
        _keptOfAll *= Kept;
        _last = _sum / (1 - _keptOfAll);
        _least = Math.Min(_least, _last);
        return _last;
    }
}
