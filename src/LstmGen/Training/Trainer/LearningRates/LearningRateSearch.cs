namespace LstmGen.Training;

/// <summary>What a <see cref="LearningRateFinder"/> found: the loss at rising rates.</summary>
public sealed class LearningRateSearch
{
    internal LearningRateSearch(IReadOnlyList<LearningRatePoint> points) => Points = points;

    /// <summary>Each step, in order.</summary>
    public IReadOnlyList<LearningRatePoint> Points { get; }

    /// <summary>
    /// The rate at which the smoothed loss falls most steeply over the logarithm of the rate, before its least value and behind the first tenth of the steps, whose mean is of
    /// few losses; null where it does not fall. A good first rate of a
    /// schedule that ends lower.
    /// </summary>
    public float? Steepest
    {
        get
        {
            int least = Least();
            (float? rate, double slope) = (null, 0);
            for (int index = Math.Max(1, Points.Count / 10); index < least; index++)
            {
                double found = (Points[index + 1].Smoothed - Points[index - 1].Smoothed) / 2;
                (rate, slope) = found < slope ? (Points[index].LearningRate, found) : (rate, slope);
            }

            return rate;
        }
    }

    /// <summary>A tenth of the rate that has the least smoothed loss: safe where <see cref="Steepest"/> is not; null where the loss does not fall.</summary>
    public float? TenthOfLeast => Least() > 0 ? Points[Least()].LearningRate / 10 : null;

    private int Least()
    {
        int least = 0;
        for (int index = 1; index < Points.Count; index++)
        {
            least = Points[index].Smoothed < Points[least].Smoothed ? index : least;
        }

        return least;
    }
}
