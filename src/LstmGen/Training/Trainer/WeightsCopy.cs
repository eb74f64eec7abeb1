namespace LstmGen.Training;

/// <summary>A copy of every parameter, in memory of its own.</summary>
internal sealed class WeightsCopy
{
    private readonly IReadOnlyList<LstmTrainable> _trainables;
    private readonly float[][] _values;

    internal WeightsCopy(IReadOnlyList<LstmTrainable> trainables)
    {
        _trainables = trainables;
        _values = new float[trainables.Count][];
        for (int index = 0; index < _values.Length; index++)
        {
            _values[index] = trainables[index].Values.ToArray();
        }
    }

    internal float[] this[int index] => _values[index];

    /// <summary>Copies the parameters as they are.</summary>
    internal void Take()
    {
        for (int index = 0; index < _values.Length; index++)
        {
            _trainables[index].Values.CopyTo(_values[index]);
        }
    }

    /// <summary>Copies averaged parameters.</summary>
    internal void Take(WeightAverage average)
    {
        for (int index = 0; index < _values.Length; index++)
        {
            average[index].CopyTo(_values[index].AsSpan());
        }
    }

    /// <summary>The copy in PyTorch's layout.</summary>
    internal LstmParameters ToParameters(LstmShape shape)
    {
        var parameters = new LstmParameters(shape);
        List<ModelTensor> tensors = shape.Tensors();
        for (int index = 0; index < _values.Length; index++)
        {
            _values[index].CopyTo(parameters.Values(tensors[index]).AsSpan());
        }

        return parameters;
    }

    /// <summary>Makes the parameters what they were.</summary>
    internal void PutBack()
    {
        for (int index = 0; index < _values.Length; index++)
        {
            _trainables[index].CopyFrom(_values[index]);
        }
    }
}
