using LstmGen.TestKit.Models;

namespace LstmGen.TestKit.Reference;

/// <summary>The gradients of a problem against differences of its loss, along a direction of each variable.</summary>
internal static class ReferenceSlopes
{
    /// <summary>
    /// Of a long step curvature is left, of a short one rounding; and within a step there may be a kink, within a shorter one rarely.
    /// A gradient that is wrong is far from all.
    /// </summary>
    private static readonly double[] s_steps = [1.0 / (1 << 16), 1.0 / (1 << 19), 1.0 / (1 << 22)];

    private const double Tolerance = 1e-6;

    internal static void Check(ReferenceProblem problem, SplitMix random)
    {
        foreach (((string name, double[] values), (_, double[] gradients)) in problem.Variables.Zip(problem.Solve().Gradients).Where(pair => pair.First.Values.Length > 0))
        {
            Assert.Equal(values.Length, gradients.Length);
            // A state of zeros is that of a row that begins: an sLSTM has another way out of it, and the loss jumps there.
            double[] direction = [.. ReferenceModels.Widen(random.Fill(values.Length, 1)).Zip(values, (way, value) => name is "h0" or "c0" && value == 0 ? 0 : way)];
            double length = Math.Sqrt(direction.Sum(value => value * value));
            if (length == 0)
            {
                continue;
            }

            double expected = gradients.Zip(direction, (gradient, value) => gradient * value / length).Sum();
            double scale = 1 + Math.Sqrt(gradients.Sum(value => value * value));
            double[] found = [.. s_steps.Select(step => Slope(problem, values, direction, step / length))];
            Assert.True(
                found.Any(slope => Math.Abs((slope / length) - expected) <= Tolerance * scale),
                FormattableString.Invariant($"{name}: the gradient along a direction is {expected:e8}, slopes are {string.Join(", ", found.Select(slope => slope / length))}"));
        }
    }

    private static double Slope(ReferenceProblem problem, double[] values, double[] direction, double step)
    {
        double[] here = [.. values];
        double above = Loss(step), below = Loss(-step);
        here.CopyTo(values, 0);
        return (above - below) / (2 * step);

        double Loss(double by)
        {
            for (int at = 0; at < values.Length; at++)
            {
                values[at] = here[at] + (by * direction[at]);
            }

            return problem.Loss();
        }
    }
}
