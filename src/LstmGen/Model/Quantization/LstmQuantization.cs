namespace LstmGen;

/// <summary>What narrow weights cost in exactness, on data of one's own.</summary>
public static class LstmQuantization
{
    /// <summary>Runs two models over the same inputs, from the states that they begin with, and compares what they give.</summary>
    /// <param name="exact">What is compared with: as a rule the class whose weights are <see cref="LstmNumbers.Single"/>.</param>
    /// <param name="narrow">A class of the same network with other <see cref="LstmShape.Weights"/>.</param>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <typeparam name="TExact">The class of the one.</typeparam>
    /// <typeparam name="TNarrow">The class of the other.</typeparam>
    /// <exception cref="ArgumentException">The models are of two networks, or the inputs have another length.</exception>
    public static LstmComparison Compare<TExact, TNarrow>(TExact exact, TNarrow narrow, ReadOnlySpan<float> inputs, int batch = 1)
        where TExact : class, ILstmModel<TExact>
        where TNarrow : class, ILstmModel<TNarrow>
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(narrow);
        LstmShape shape = TExact.Shape;
        if (!shape.IsSameNetwork(TNarrow.Shape))
        {
            throw new ArgumentException($"The models are of two networks, {shape} and {TNarrow.Shape}; one that differs in weights or activations was expected.", nameof(narrow));
        }

        LstmState state = exact.CreateState(batch), narrowState = narrow.CreateState(batch);
        long sample = (long)batch * shape.Input;
        if (inputs.Length == 0 || inputs.Length % sample != 0)
        {
            throw new ArgumentException($"inputs has {inputs.Length} floats; a multiple of {sample}, batch {batch} x inputs {shape.Input}, was expected.", nameof(inputs));
        }

        int steps = (int)(inputs.Length / sample);
        float[] outputs = new float[shape.OutputSteps(steps) * batch * shape.OutputSize], narrowOutputs = new float[outputs.Length];
        exact.Run(inputs, state, outputs);
        narrow.Run(inputs, narrowState, narrowOutputs);
        var ofOutputs = new Differences();
        ofOutputs.Add(outputs, narrowOutputs);
        (Differences hidden, Differences cell) = (new Differences(), new Differences());
        for (int layer = 0; layer < state.LayerCount; layer++)
        {
            foreach (string name in state.NamesOf(layer))
            {
                for (int row = 0; row < batch; row++)
                {
                    (name == state.NamesOf(layer)[0] ? hidden : cell).Add(state.Get(name, layer, row), narrowState.Get(name, layer, row));
                }
            }
        }

        return new(ofOutputs.Sum, hidden.Sum, cell.Sum);
    }

    /// <summary>Differences that are added up; where a value is not finite and the other differs, the largest is infinite.</summary>
    private sealed class Differences
    {
        private double _largest;
        private double _squares;
        private double _value;
        private long _count;

        internal LstmDifference Sum => new(_largest, _count == 0 ? 0 : Math.Sqrt(_squares / _count), _value, _count);

        internal void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
        {
            for (int at = 0; at < expected.Length; at++)
            {
                double difference = expected[at].Equals(found[at]) ? 0 : Math.Abs((double)expected[at] - found[at]);
                difference = double.IsNaN(difference) ? double.PositiveInfinity : difference;
                _largest = Math.Max(_largest, difference);
                _squares += difference * difference;
                _value = Math.Max(_value, Math.Abs((double)expected[at]));
            }

            _count += expected.Length;
        }
    }
}
