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
        RequireSameNetwork(TExact.Shape, TNarrow.Shape);
        var pair = new Pair(TExact.Shape, exact.CreateState(batch), narrow.CreateState(batch), inputs.Length, TExact.Shape.Input, nameof(inputs));
        exact.Run(inputs, pair.State, pair.Outputs);
        narrow.Run(inputs, pair.NarrowState, pair.NarrowOutputs);
        return pair.Compare();
    }

    /// <summary>The same of models that were chosen at run time.</summary>
    /// <param name="exact">What is compared with.</param>
    /// <param name="narrow">One of the same network with other weights: see <see cref="LstmNetworkDescription.WithWeights"/>.</param>
    /// <param name="inputs">[T, B, Input].</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <exception cref="ArgumentException">The models are of two networks, or the inputs have another length.</exception>
    public static LstmComparison Compare(ILstmRuntimeModel exact, ILstmRuntimeModel narrow, ReadOnlySpan<float> inputs, int batch = 1)
    {
        Pair pair = Begin(exact, narrow, inputs.Length, batch, tokens: false);
        exact.Run(inputs, pair.State, pair.Outputs);
        narrow.Run(inputs, pair.NarrowState, pair.NarrowOutputs);
        return pair.Compare();
    }

    /// <summary>The same of models that were chosen at run time and take tokens.</summary>
    /// <param name="exact">What is compared with.</param>
    /// <param name="narrow">One of the same network with other weights: see <see cref="LstmNetworkDescription.WithWeights"/>.</param>
    /// <param name="tokens">[T, B].</param>
    /// <param name="batch">B, the number of sequences.</param>
    /// <exception cref="ArgumentException">The models are of two networks, the tokens have another length, or there is no such token.</exception>
    /// <exception cref="InvalidOperationException">The network takes no tokens.</exception>
    public static LstmComparison Compare(ILstmRuntimeModel exact, ILstmRuntimeModel narrow, ReadOnlySpan<int> tokens, int batch = 1)
    {
        Pair pair = Begin(exact, narrow, tokens.Length, batch, tokens: true);
        exact.Run(tokens, pair.State, pair.Outputs);
        narrow.Run(tokens, pair.NarrowState, pair.NarrowOutputs);
        return pair.Compare();
    }

    /// <summary>
    /// The parameters as tensors, matrices of layers as 8-bit integers: I8, and beside each a tensor of its name and <c>.scale</c> with a scale a row, F32. Heads, embeddings, and matrices of 16 columns or
    /// fewer stay F32. About a quarter of the bytes.
    /// </summary>
    /// <remarks>
    /// Written by <see cref="Formats.SafetensorsWriter"/>, any class of the shape reads them, at build too. Rows are rounded as kernels of <see cref="LstmNumbers.Int8"/> round them, but for scales of 16 bits, by
    /// which integer times scale is a float as it stands: such a class has these very integers, so that nothing is rounded twice.
    /// </remarks>
    /// <param name="parameters">The parameters.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="LstmFormatException">A weight is not finite.</exception>
    public static IReadOnlyList<Formats.SafetensorsTensor> ToTensors(LstmParameters parameters, string prefix = "", string head = "head.")
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(head);
        return QuantizedTensors.Of(parameters, prefix, head);
    }

    private static Pair Begin(ILstmRuntimeModel exact, ILstmRuntimeModel narrow, int given, int batch, bool tokens)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(narrow);
        RequireSameNetwork(exact.Shape, narrow.Shape);
        return new(exact.Shape, exact.CreateState(batch), narrow.CreateState(batch), given, tokens ? 1 : exact.Shape.Input, tokens ? "tokens" : "inputs");
    }

    private static void RequireSameNetwork(LstmShape exact, LstmShape narrow)
    {
        if (!exact.IsSameNetwork(narrow))
        {
            throw new ArgumentException($"The models are of two networks, {exact} and {narrow}; one that differs in weights or activations was expected.", nameof(narrow));
        }
    }

    /// <summary>What both models run with.</summary>
    private sealed class Pair
    {
        internal Pair(LstmShape shape, LstmState state, LstmState narrowState, int given, int width, string name)
        {
            long sample = (long)state.Batch * width;
            if (given == 0 || given % sample != 0)
            {
                throw new ArgumentException($"{name} has {given} values; a multiple of {sample}, batch {state.Batch} x inputs {width}, was expected.", name);
            }

            (State, NarrowState) = (state, narrowState);
            Outputs = new float[shape.OutputSteps((int)(given / sample)) * state.Batch * shape.OutputSize];
            NarrowOutputs = new float[Outputs.Length];
        }

        internal LstmState State { get; }

        internal LstmState NarrowState { get; }

        internal float[] Outputs { get; }

        internal float[] NarrowOutputs { get; }

        internal LstmComparison Compare()
        {
            var ofOutputs = new Differences();
            ofOutputs.Add(Outputs, NarrowOutputs);
            (Differences hidden, Differences cell) = (new Differences(), new Differences());
            for (int layer = 0; layer < State.LayerCount; layer++)
            {
                foreach (string name in State.NamesOf(layer))
                {
                    for (int row = 0; row < State.Batch; row++)
                    {
                        (name == State.NamesOf(layer)[0] ? hidden : cell).Add(State.Get(name, layer, row), NarrowState.Get(name, layer, row));
                    }
                }
            }

            return new(ofOutputs.Sum, hidden.Sum, cell.Sum);
        }
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
