using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>A mixture of normal distributions: scores, means, and logarithms of standard deviations.</summary>
internal readonly struct MixtureDensity(int components, float minimumDeviation) : IDensity
{
    internal const int MostComponents = 256;

    private readonly double _minimum = minimumDeviation;

    public string Description => FormattableString.Invariant($"{nameof(LstmLoss.GaussianMixture)}({components} components, minimum {(float)_minimum})");

    public int OutputsPerTarget => 3 * components;

    public string Parameters => $"scores, means and logarithms of the deviation of {components} {(components == 1 ? "component" : "components")}";

    /// <summary>ln of the sum of exp(score) less ln of the sum of exp(score + ln N), N the density of a component.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Evaluate(ReadOnlySpan<float> outputs, double target, double scale, Span<float> gradients)
    {
        Span<double> joint = stackalloc double[components]; // score + ln N, then its exponential
        double highestScore = double.NegativeInfinity, highestJoint = double.NegativeInfinity;
        for (int k = 0; k < components; k++)
        {
            (double z, _, _) = Standardised(outputs, k, target, out double logDeviation);
            double score = outputs[k];
            joint[k] = score - logDeviation - 0.5 * z * z;
            highestScore = score > highestScore ? score : highestScore;
            highestJoint = joint[k] > highestJoint ? joint[k] : highestJoint;
        }

        double scores = 0, joints = 0;
        for (int k = 0; k < components; k++)
        {
            scores += DoubleMath.Exp(outputs[k] - highestScore);
            joint[k] = DoubleMath.Exp(joint[k] - highestJoint);
            joints += joint[k];
        }

        for (int k = 0; k < components && !gradients.IsEmpty; k++)
        {
            (double z, double deviation, double slope) = Standardised(outputs, k, target, out _);
            double share = joint[k] / joints; // of the component in the density
            gradients[k] = (float)(scale * (DoubleMath.Exp(outputs[k] - highestScore) / scores - share));
            gradients[components + k] = (float)(scale * -share * z / deviation);
            gradients[2 * components + k] = (float)(scale * share * (1 - z * z) * slope);
        }

        return highestScore + DoubleMath.Log(scores) - (highestJoint + DoubleMath.Log(joints)) + 0.5 * GaussianDensity.LogTwoPi;
    }

    /// <summary>The target less the mean in standard deviations, the deviation, and how much of a change of its output comes through.</summary>
    private (double Z, double Deviation, double Slope) Standardised(ReadOnlySpan<float> outputs, int k, double target, out double logDeviation)
    {
        logDeviation = outputs[2 * components + k];
        double deviation = DoubleMath.Exp(logDeviation), slope = 1;
        if (deviation < _minimum)
        {
            (slope, deviation, logDeviation) = (deviation / _minimum, _minimum, DoubleMath.Log(_minimum));
        }

        return ((target - outputs[components + k]) / deviation, deviation, slope);
    }
}
