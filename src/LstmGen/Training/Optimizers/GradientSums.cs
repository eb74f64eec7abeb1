namespace LstmGen.Training;

/// <summary>
/// Gradients of several batches as one: the sum of each batch's gradient times its weight, divided by the sum of weights. So the step is that of one batch of all
/// their sequences, but for dropout and rounding.
/// </summary>
internal sealed class GradientSums
{
    private readonly IReadOnlyList<LstmTrainable> _trainables;
    private readonly float[][] _sums;
    private double _weights;

    internal GradientSums(IReadOnlyList<LstmTrainable> trainables)
        => (_trainables, _sums) = (trainables, [.. trainables.Select(trainable => new float[trainable.Count])]);

    internal void Clear()
    {
        _weights = 0;
        foreach (float[] sum in _sums)
        {
            Array.Clear(sum);
        }
    }

    /// <summary>Adds the gradients as they are.</summary>
    internal void Add(double weight)
    {
        _weights += weight;
        for (int tensor = 0; tensor < _sums.Length; tensor++)
        {
            Blend.Into(_sums[tensor], 1, (float)weight, _trainables[tensor].Gradients);
        }
    }

    /// <summary>Makes the gradients the mean of what was added.</summary>
    internal void Write()
    {
        for (int tensor = 0; tensor < _sums.Length; tensor++)
        {
            Span<float> gradients = _trainables[tensor].Gradients;
            gradients.Clear();
            Blend.Into(gradients, 1, (float)(1 / _weights), _sums[tensor]);
        }
    }
}
