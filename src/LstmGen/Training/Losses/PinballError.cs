namespace LstmGen.Training;

/// <param name="quantiles">One or more.</param>
/// <param name="weights">One for each; none: 1 each.</param>
internal readonly struct PinballError(float[] quantiles, float[] weights) : IElementError
{
    private readonly double _meanWeight = weights.Length == 0 ? 1 : Sum(weights) / weights.Length;

    public string Description => weights.Length == 0
        ? $"{nameof(LstmLoss.Quantile)}({LossWeights.Text(quantiles)})"
        : $"{nameof(LstmLoss.WeightedQuantile)}({LossWeights.Text(quantiles)}; weights {LossWeights.Text(weights)})";

    public int OutputsPerTarget => quantiles.Length;

    public string Expected => "a finite number";

    public bool Accepts(float target) => float.IsFinite(target);

    public double Evaluate(double output, double target, int column, out double derivative)
    {
        int index = column % quantiles.Length;
        double quantile = quantiles[index];
        double error = target - output;
        double slope = error > 0 ? quantile : error < 0 ? quantile - 1 : error; // 0 at 0; NaN stays NaN
        if (weights.Length > 0)
        {
            slope *= weights[index] / _meanWeight;
        }

        derivative = -slope;
        return slope * error;
    }

    private static double Sum(float[] weights)
    {
        double sum = 0;
        foreach (float weight in weights)
        {
            sum += weight;
        }

        return sum;
    }
}
