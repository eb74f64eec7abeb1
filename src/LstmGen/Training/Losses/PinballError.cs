using System.Globalization;

namespace LstmGen.Training;

internal readonly struct PinballError(float[] quantiles) : IElementError
{
    public string Description => $"{nameof(LstmLoss.Quantile)}({string.Join(", ", quantiles.Select(quantile => quantile.ToString(CultureInfo.InvariantCulture)))})";

    public int OutputsPerTarget => quantiles.Length;

    public string Expected => "a finite number";

    public bool Accepts(float target) => float.IsFinite(target);

    public double Evaluate(double output, double target, int column, out double derivative)
    {
        double quantile = quantiles[column % quantiles.Length];
        double error = target - output;
        double slope = error > 0 ? quantile : error < 0 ? quantile - 1 : error; // 0 at 0; NaN stays NaN
        derivative = -slope;
        return slope * error;
    }
}
