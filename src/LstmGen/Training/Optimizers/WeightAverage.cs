namespace LstmGen.Training;

/// <summary>
/// The exponential moving average of the parameters (Polyak and Juditsky 1992, with the warm-up of TensorFlow's <c>ExponentialMovingAverage</c>):
/// after step n, average = d average + (1 - d) weights, d = min(decay, (1 + n) / (10 + n)).
/// </summary>
internal sealed class WeightAverage
{
    private readonly IReadOnlyList<LstmTrainable> _trainables;
    private readonly WeightsCopy _values;
    private readonly WeightsCopy _aside;
    private readonly float _decay;

    internal WeightAverage(IReadOnlyList<LstmTrainable> trainables, float decay)
        => (_trainables, _values, _aside, _decay) = (trainables, new WeightsCopy(trainables), new WeightsCopy(trainables), decay);

    internal float[] this[int index] => _values[index];

    /// <summary>Takes the weights after a step into the average.</summary>
    /// <param name="step">Number of the step, counted from 1.</param>
    internal void Add(long step)
    {
        float kept = Math.Min(_decay, (float)((1.0 + step) / (10.0 + step))), taken = 1 - kept;
        for (int tensor = 0; tensor < _trainables.Count; tensor++)
        {
            Blend.Into(_values[tensor], kept, taken, _trainables[tensor].Values);
        }
    }

    /// <summary>Makes the parameters the average, until <see cref="TakeBack"/>.</summary>
    internal void PutIn()
    {
        _aside.Take();
        _values.PutBack();
    }

    /// <summary>Makes the parameters what they were before <see cref="PutIn"/>.</summary>
    internal void TakeBack() => _aside.PutBack();

    /// <summary>Makes the parameters the average for good.</summary>
    internal void PutBack() => _values.PutBack();
}
