namespace LstmGen.Training;

/// <summary>A normal distribution by its mean and the logarithm of its variance.</summary>
internal readonly struct GaussianDensity(float minimumVariance) : IDensity
{
    internal const double LogTwoPi = 1.8378770664093453;

    private readonly double _minimum = minimumVariance;

    public string Description => FormattableString.Invariant($"{nameof(LstmLoss.Gaussian)}(minimum {(float)_minimum})");

    public int OutputsPerTarget => 2;

    public string Parameters => "mean and logarithm of the variance";

    public double Evaluate(ReadOnlySpan<float> outputs, double target, double scale, Span<float> gradients)
    {
        double logVariance = outputs[1];
        double own = DoubleMath.Exp(logVariance);
        bool bounded = own < _minimum; // NaN is not
        double variance = bounded ? _minimum : own;
        double error = target - outputs[0];
        double square = error * (error / variance);
        if (!gradients.IsEmpty)
        {
            gradients[0] = (float)(scale * (-error / variance));
            gradients[1] = (float)(scale * 0.5 * (1 - square) * (bounded ? own / variance : 1));
        }

        return 0.5 * (LogTwoPi + (bounded ? DoubleMath.Log(_minimum) : logVariance) + square);
    }
}
