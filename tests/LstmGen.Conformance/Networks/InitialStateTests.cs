using LstmGen.Formats;
using LstmGen.TestKit.Networks;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>States that begin with parameters: when they do, and which rows give those a gradient.</summary>
public sealed class InitialStateTests
{
    private static readonly NetworkCase s_stack = NetworkCases.Get("I5H20L2O2Initial"), s_network = NetworkCases.Get("Beginner");

    public static TheoryData<string> Networks => ["I5H20L2O2Initial", "I4H18P7L2BothPeepholesInitial", "Beginner"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ANewStateAndAResetOneHoldTheTensors(string name)
    {
        var trial = new NetworkTrial(NetworkCases.Get(name), 1, 3, 2, ragged: false);
        CompiledModel model = NetworkCases.Get(name).Model.Create(trial.Weights);
        LstmState state = model.CreateState(2);
        string begun = Text(state);
        foreach ((string tensor, _, float[] values) in trial.Tensors.Where(tensor => tensor.Name.Contains("initial_", StringComparison.Ordinal)))
        {
            Assert.Contains(Text(values), begun, StringComparison.Ordinal);
            Assert.Contains(values, value => value != 0);
        }

        float[] outputs = new float[3 * 2 * trial.Shape.OutputSize];
        model.Run(trial.Inputs, state, outputs);
        Assert.NotEqual(begun, Text(state));
        LstmState copy = state.Clone();
        state.Reset();
        copy.ResetRow(0);
        copy.ResetRow(1);
        Assert.Equal((begun, begun), (Text(state), Text(copy)));
        model.Run(trial.Inputs, state, outputs);
        copy.Reset();
        copy.CopyFrom(state);
        Assert.Equal(Text(state), Text(copy));
    }

    /// <summary>A state is any model's of the shape; reset, it is as the one that made it begins.</summary>
    [Fact]
    public void AStateOfOneModelRunsInAnother()
    {
        NetworkTrial first = new(s_stack, 1, 2, 1, ragged: false), second = new(s_stack, 2, 2, 1, ragged: false);
        (CompiledModel a, CompiledModel b) = (s_stack.Model.Create(first.Weights), s_stack.Model.Create(second.Weights));
        LstmState mine = a.CreateState(1), other = b.CreateState(1);
        string begun = Text(mine);
        Assert.NotEqual(begun, Text(other));
        other.CopyFrom(mine);
        float[] outputs = new float[4], same = new float[4];
        b.Run(first.Inputs, mine, outputs);
        b.Run(first.Inputs, other, same);
        Assert.Equal(outputs, same);
        mine.Reset();
        Assert.Equal(begun, Text(mine));
    }

    /// <summary>Parameters change under a state: what begins begins with those of now.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void ATapeBeginsWithThePresentParameters(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 3, 4, 3, ragged: false);
        LstmParameters parameters = trial.Weights.Bind(network.Shape);
        using LstmTape tape = network.Model.CreateTape(parameters, new() { Batch = 3, Steps = 4 });
        LstmState state = tape.CreateState(), old = network.Model.Create(trial.Weights).CreateState(3);
        float[] outputs = new float[12 * network.Shape.OutputSize], expected = new float[outputs.Length];
        foreach (LstmState one in (LstmState[])[state, old, state])
        {
            tape.Trainables.First(each => each.Name.EndsWith("initial_hidden_l0", StringComparison.Ordinal)).Update(1.5f, static (values, factor) => values[0] += factor);
            one.Reset();
            tape.Forward(trial.Inputs, one, outputs);
            LstmState fresh = network.Model.Create(LstmWeights.From(parameters)).CreateState(3);
            network.Model.Create(LstmWeights.From(parameters)).Run(trial.Inputs, fresh, expected);
            Assert.Equal(expected, outputs);
            Assert.Equal(Text(fresh), Text(one));
        }
    }

    /// <summary>Of two chunks the second gives a gradient to the tensors for the row that was reset between them alone: that of the row by itself.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void OnlyRowsThatHaveJustBegunGiveAGradient(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 3, 4, 3, ragged: false);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new() { Batch = 3, Steps = 4 });
        using LstmTape alone = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new() { Steps = 4 });
        LstmState state = tape.CreateState();
        float[] outputs = new float[trial.OutputGradients.Length];
        tape.Forward(trial.Inputs, state, outputs);
        tape.Backward(trial.OutputGradients);
        Assert.All(Initial(tape), gradients => Assert.Contains(gradients, value => value != 0));

        tape.Forward(trial.Inputs, state, outputs);
        tape.Backward(trial.OutputGradients);
        Assert.All(Initial(tape), gradients => Assert.All(gradients, value => Assert.Equal(0, value)));

        state.ResetRow(1);
        tape.Forward(trial.Inputs, state, outputs);
        tape.Backward(trial.OutputGradients);
        NetworkTrial row = trial.Row(1);
        alone.Forward(row.Inputs, alone.CreateState(), new float[row.OutputGradients.Length]);
        alone.Backward(row.OutputGradients);
        Assert.Equal(Initial(alone), Initial(tape));

        state.ResetRow(1);
        state.Set("hidden", 0, 1, new float[state.Hidden(0).Length]); // what somebody sets begins with what it holds
        tape.Forward(trial.Inputs, state, outputs);
        tape.Backward(trial.OutputGradients);
        Assert.All(Initial(tape), gradients => Assert.All(gradients, value => Assert.Equal(0, value)));
    }

    /// <summary>A row without steps hands the gradient of its final state on, and has still just begun afterwards.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowOfNoStepsGoesOnBeginning(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 3, 4, 2, ragged: false);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new() { Batch = 2, Steps = 4 });
        LstmState state = tape.CreateState(), gradients = tape.CreateState();
        float[] outputs = new float[trial.OutputGradients.Length], ones = new float[state.Hidden(0).Length];
        Array.Fill(ones, 1);
        tape.Forward(trial.Inputs, [4, 0], state, outputs);
        gradients.SetHidden(0, 1, ones);
        tape.Backward(new float[outputs.Length], gradients);
        Assert.Equal(ones, gradients.Hidden(0, 1));
        Assert.Equal(ones, Initial(tape)[0]);

        float[] first = [.. trial.Tensors.First(tensor => tensor.Name.Contains("initial_hidden", StringComparison.Ordinal)).Values];
        Assert.Equal(first, state.Hidden(0, 1));
        tape.Trainables.First(each => each.Name.Contains("initial_hidden", StringComparison.Ordinal)).Update(0f, static (values, _) => values.Fill(0.25f));
        tape.Forward(trial.Inputs, [4, 0], state, outputs);
        Assert.All(state.Hidden(0, 1), value => Assert.Equal(0.25f, value));
    }

    /// <summary>One chain of additions over the rows, longest first, equal lengths in the caller's order: any other has other bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheGradientIsTheSumOfTheRowsInTheirOrder(int threads)
    {
        int[] lengths = [2, 5, 0, 5, 1, 4, 5, 2];
        var trial = new NetworkTrial(s_stack, 5, 5, lengths.Length, ragged: false) { Lengths = lengths };
        using LstmTape tape = s_stack.Model.CreateTape(trial.Weights.Bind(s_stack.Shape), new() { Batch = lengths.Length, Steps = 5, Threads = threads });
        using LstmTape alone = s_stack.Model.CreateTape(trial.Weights.Bind(s_stack.Shape), new() { Steps = 5 });
        Pass(tape, trial);
        float[][][] rows = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(row => lengths[row]).Select(row => Pass(alone, trial.Row(row)))];
        float[][] sums = [.. rows[0].Select(values => new float[values.Length])];
        foreach (float[][] row in rows)
        {
            foreach ((float[] sum, float[] values) in sums.Zip(row))
            {
                for (int unit = 0; unit < sum.Length; unit++)
                {
                    sum[unit] += values[unit];
                }
            }
        }

        Assert.Equal(sums, Initial(tape));

        static float[][] Pass(LstmTape tape, NetworkTrial trial)
        {
            tape.Forward(trial.Inputs, trial.Lengths, tape.CreateState(), new float[trial.OutputGradients.Length]);
            tape.Backward(trial.OutputGradients);
            return Initial(tape);
        }
    }

    /// <summary>The sums are the tape's own: what is done to a gradient between two passes is lost.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AccumulationGoesOnFromTheSums(int threads)
    {
        NetworkTrial first = new(s_network, 4, 3, 4, ragged: true), second = new NetworkTrial(s_network, 7, 3, 4, ragged: true) { Tensors = first.Tensors };
        using LstmTape tape = s_network.Model.CreateTape(first.Weights.Bind(s_network.Shape), new() { Batch = 4, Steps = 3, Threads = threads });
        float[][] a = Pass(first, false), b = Pass(second, false);
        Pass(first, false);
        LstmClipping.ByGlobalNorm(tape.Trainables, 1e-3f);
        foreach (((float[] x, float[] y), float[] sum) in a.Zip(b).Zip(Pass(second, true)))
        {
            Assert.All(sum.Zip(x.Zip(y, (u, v) => u + v)), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
            Assert.NotEqual(y, sum);
        }

        float[][] Pass(NetworkTrial trial, bool accumulate)
        {
            tape.Forward(trial.Inputs, trial.Lengths, tape.CreateState(), new float[trial.OutputGradients.Length]);
            tape.Backward(trial.OutputGradients, accumulate: accumulate);
            return Initial(tape);
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var trial = new NetworkTrial(s_stack, 3, 4, 3, ragged: false);
        using LstmTape tape = s_stack.Model.CreateTape(trial.Weights.Bind(s_stack.Shape), new() { Batch = 3, Steps = 4 });
        CompiledModel model = s_stack.Model.Create(trial.Weights);
        LstmState state = tape.CreateState(), own = model.CreateState(3), one = model.CreateState(1);
        float[] outputs = new float[trial.OutputGradients.Length], inputs = trial.Inputs, gradients = trial.OutputGradients;
        Allocated.Nothing(() =>
        {
            state.Reset();
            tape.Forward(inputs, state, outputs);
            tape.Backward(gradients);
            own.ResetRow(1);
            model.Run(inputs, own, outputs);
            one.Reset();
            model.Step(inputs.AsSpan(0, 5), one, outputs.AsSpan(0, 2));
        });
    }

    [Fact]
    public void TensorsAreWeightsLikeOthers()
    {
        LstmShape shape = s_stack.Shape, made = new(5, 20, 2, 2, CellOptions: new() { LearnedInitialState = true }), plain = new(5, 20, 2, 2);
        Assert.Equal(shape, made);
        Assert.Equal(plain.ParameterCount + 80, shape.ParameterCount);
        Assert.NotEqual(shape, plain);
        LstmParameters parameters = LstmWeights.Random(1).Bind(shape);
        Assert.Equal(
            ["initial_hidden_l0", "initial_cell_l0", "initial_hidden_l1", "initial_cell_l1"],
            parameters.ToTensors().Select(tensor => tensor.Name).Where(tensor => tensor.StartsWith("initial", StringComparison.Ordinal)));
        foreach (LstmInitializer initializer in (LstmInitializer[])[LstmInitializer.PyTorch, LstmInitializer.Keras])
        {
            Assert.All(LstmWeights.Random(1, initializer).Bind(shape).ToTensors().Where(tensor => tensor.Name.StartsWith("initial", StringComparison.Ordinal)), tensor => Assert.All(tensor.ToFloats(), value => Assert.Equal(0, value)));
        }

        Assert.Contains("learned initial state", shape.ToString(), StringComparison.Ordinal);
        SafetensorsTensor[] tensors = [.. parameters.ToTensors()];
        Assert.Contains("'initial_cell_l1' holds NaN at [3]", Message(shape, With("initial_cell_l1", [20], at => at == 3 ? float.NaN : 0)), StringComparison.Ordinal);
        Assert.Contains("'initial_cell_l1' has shape [1, 20]; [20] was expected", Message(shape, With("initial_cell_l1", [1, 20], _ => 0)), StringComparison.Ordinal);
        Assert.Contains("'initial_hidden_l0' is not used by 5 inputs, 2 x 20 units, 2 outputs (LearnedInitialState is false)", Message(plain, tensors), StringComparison.Ordinal);
        Assert.Contains(
            "'initial_hidden_l0' is missing; [20] was expected", Message(shape, [.. LstmWeights.Random(1).Bind(plain).ToTensors()]), StringComparison.Ordinal);
        Assert.Contains("the file has an LSTM: 5 inputs, 2 x 20 units, learned initial state", Message(new(5, 8), tensors), StringComparison.Ordinal);

        SafetensorsTensor[] With(string name, long[] dimensions, Func<int, float> value)
            => [.. tensors.Select(tensor => tensor.Name == name ? SafetensorsTensor.FromFloats(name, dimensions, [.. Enumerable.Range(0, 20).Select(value)]) : tensor)];
    }

    /// <summary>Another kind of state: neither takes the other's.</summary>
    [Fact]
    public void StatesOfOtherShapesAreRefused()
    {
        var plain = new LstmState(new(5, 20, 2, 2), 1);
        CompiledModel model = s_stack.Model.Create(LstmWeights.Random(1));
        Assert.Throws<ArgumentException>(() => model.Run(new float[5], plain, new float[2]));
        Assert.Throws<ArgumentException>(() => plain.CopyFrom(model.CreateState(1)));
    }

    private static float[][] Initial(LstmTape tape)
        => [.. tape.Trainables.Where(each => each.Name.Contains("initial_", StringComparison.Ordinal)).Select(each => each.Gradients.ToArray())];

    private static string Message(LstmShape shape, SafetensorsTensor[] tensors) => Assert.Throws<LstmFormatException>(() => LstmWeights.From(tensors).Bind(shape)).Message;

    private static string Text(LstmState state)
        => string.Join("; ", from row in Enumerable.Range(0, state.Batch) from layer in Enumerable.Range(0, state.LayerCount) from name in state.NamesOf(layer) select Text(state.Get(name, layer, row)));

    private static string Text(float[] values) => string.Join(" ", values.Select(value => FormattableString.Invariant($"{value:R}")));
}
