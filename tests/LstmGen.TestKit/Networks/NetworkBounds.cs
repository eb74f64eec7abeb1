using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Networks;

/// <summary>How far outputs, states and gradients of a network may lie from the reference.</summary>
/// <param name="Forward">Of outputs and states.</param>
/// <param name="Backward">Of gradients.</param>
internal readonly record struct NetworkBounds(double Forward, double Backward)
{
    /// <summary>Of layers of one size: what a merge, a projection or another layer adds is within twice the bounds of the LSTM.</summary>
    internal static NetworkBounds OfShape(NetworkTrial trial) => Of(trial.Shape, trial);

    /// <summary>
    /// Of layers of any kinds and sizes: as if all were on top of each other and as wide as the widest matrix, on both sides of the sum.
    /// </summary>
    internal static NetworkBounds OfWidest(NetworkTrial trial)
    {
        (string Name, long[] Dimensions, float[] Values)[] matrices = [.. trial.Tensors.Where(tensor => tensor.Dimensions.Length == 2)];
        int width = (int)matrices.Max(matrix => matrix.Dimensions[1]);
        int layers = matrices.Count(matrix => !matrix.Name.Contains("weight_ih", StringComparison.Ordinal));
        return Of(new LstmShape(width, width, layers, Activations: trial.Shape.Activations), trial);
    }

    private static NetworkBounds Of(LstmShape shape, NetworkTrial trial)
        => new((2 * ErrorBound.Of(shape, trial.Steps)) + NarrowOf(trial.Shape.Weights), (2 * GradientBound.Of(shape, trial.Steps, trial.Batch)) + (8 * NarrowOf(trial.Shape.Weights)));

    /// <summary>
    /// What rounding of weights and values may add: that the rounded sums are right to the bit, NarrowSumTests show; this shows that they are close. Gradients go straight through
    /// the rounding, at activations that it moved.
    /// </summary>
    private static double NarrowOf(LstmNumbers weights) => weights switch { LstmNumbers.Int16 => 5e-4, LstmNumbers.Int8 => 3e-2, _ => 0 };
}
