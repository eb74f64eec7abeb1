using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Networks;

/// <summary>
/// A case of a network whose results say something about its kernels: where all that it is a function of changes by as little as the rounding of kernels,
/// the reference stays within the bounds.
/// </summary>
/// <remarks>
/// Gates of more than 1 make a network grow or chaotic, a jump or a kink of an activation may lie between a value and its float: then kernels that are right are as
/// far from the reference as wrong ones. Such a case is drawn anew, with other numbers and weights of half the size.
/// </remarks>
internal static class StableTrial
{
    private const int Attempts = 8;

    /// <summary>Of the sum of 64 products or so, what rounding leaves, and a margin; approximations of Fast are off by 2^-19.</summary>
    private const double Accurate = 1.0 / (1 << 20), Fast = 1.0 / (1 << 18);

    /// <summary>A network that squares what it holds passes the largest float, and what is computed on the way to a result may be larger than that.</summary>
    private const double Largest = 1e18;

    /// <summary>The first that is stable, with its bounds.</summary>
    internal static (NetworkTrial Trial, NetworkBounds Bounds) Find(NetworkCase network, SplitMix random, int steps, int batch, bool lengths)
    {
        float gain = 1;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var trial = new NetworkTrial(network, random.Below(int.MaxValue), steps, batch, lengths, gain);
            NetworkBounds bounds = NetworkBounds.OfWidest(trial);
            if (IsStable(trial, bounds, lengths, random))
            {
                return (trial, bounds);
            }

            gain /= 2;
        }

        throw new InvalidOperationException($"None of {Attempts} cases of {steps} steps and {batch} rows is stable.");
    }

    private static bool IsStable(NetworkTrial trial, NetworkBounds bounds, bool lengths, SplitMix random)
    {
        ReferenceSolution solution = trial.Problem(lengths).Solve();
        if (!((double[][])[solution.Outputs, solution.Hidden, solution.Cell, .. solution.Gradients.Select(one => one.Values)]).All(values => values.All(value => Math.Abs(value) < Largest)))
        {
            return false;
        }

        double size = trial.Shape.Activations == LstmActivations.Fast ? Fast : Accurate;
        ulong seed = random.Next();
        return new[] { size, -size }.All(change =>
        {
            var changes = new SplitMix(seed);
            ReferenceProblem problem = trial.Problem(lengths);
            foreach (double[] values in problem.Variables.Select(variable => variable.Values))
            {
                for (int at = 0; at < values.Length; at++)
                {
                    values[at] *= 1 + (change * changes.Signed(1));
                }
            }

            ReferenceSolution changed = problem.Solve();
            return ErrorBound.Of<double>(changed.Outputs, solution.Outputs, ErrorBound.Floor) <= bounds.Forward
                && ErrorBound.Of<double>(changed.Hidden, solution.Hidden, ErrorBound.Floor) <= bounds.Forward
                && ErrorBound.Of<double>(changed.Cell, solution.Cell, ErrorBound.Floor) <= bounds.Forward
                && changed.Gradients.Zip(solution.Gradients, (one, other)
                    => ErrorBound.Of<double>(one.Values, other.Values, GradientBound.Floor(one.Name, trial.Steps, trial.Batch)) <= bounds.Backward).All(close => close);
        });
    }
}
