using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>What does not fit is refused with one clear error before anything is written, and leaves the tape as it was.</summary>
public sealed class TrainingRefusalTests
{
    private const int Steps = 3;
    private const int Batch = 4;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void ForwardPassesThatDoNotFit(string name)
    {
        using var scene = new Scene(ModelCases.Get(name));
        LstmShape shape = scene.Shape;
        int input = Steps * Batch * shape.Input;
        int output = Steps * Batch * shape.OutputSize;
        int[] lengths = [Steps, 0, 1, 2];
        foreach (int wrong in (int[])[-1, 1])
        {
            scene.RefusedForward(input + (wrong * Batch * shape.Input), output, null, "");
            scene.RefusedForward(input, output + wrong, null, "");
            scene.RefusedForward(input, output + wrong, lengths, "");
        }

        if (Batch * shape.Input > 1)
        {
            scene.RefusedForward(input - 1, output, null, "inputs");
        }

        // One step more than the tape has room for.
        scene.RefusedForward(input + (Batch * shape.Input), output + (Batch * shape.OutputSize), null, "inputs");
        int[][] wrongLengths = [[], [1], [1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, -1], [Steps + 1, 1, 1, 1], [1, int.MaxValue, 1, 1]];
        foreach (int[] rows in wrongLengths)
        {
            scene.RefusedForward(input, output, rows, "lengths");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void BackwardPassesThatDoNotFit(string name)
    {
        using var scene = new Scene(ModelCases.Get(name));
        LstmShape shape = scene.Shape;
        int input = Steps * Batch * shape.Input;
        int output = Steps * Batch * shape.OutputSize;
        scene.Forward();
        foreach (int wrong in (int[])[-output, -1, 1, Batch * shape.OutputSize])
        {
            scene.RefusedBackward(output + wrong, scene.Tape.CreateState(), input, "outputGradients");
        }

        foreach (int wrong in (int[])[1 - input, -1, 1, Batch * shape.Input])
        {
            scene.RefusedBackward(output, scene.Tape.CreateState(), input + wrong, "inputGradients");
        }

        scene.RefusedBackward(output, new LstmState(shape, Batch + 1), input, "stateGradients");
        scene.RefusedBackward(output, new LstmState(shape, 1), input, "stateGradients");
        scene.RefusedBackward(output, Foreign(shape), input, "stateGradients");

        // All these left the pass as it was.
        scene.Tape.Backward(new float[output], scene.Tape.CreateState(), new float[input]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ForeignStates(string name)
    {
        using var scene = new Scene(ModelCases.Get(name));
        var inputs = new float[Steps * Batch * scene.Shape.Input];
        var outputs = new float[Steps * Batch * scene.Shape.OutputSize];
        foreach (LstmState? state in (LstmState?[])[null, Foreign(scene.Shape), new LstmState(scene.Shape, Batch - 1), new LstmState(scene.Shape, Batch + 1)])
        {
            AssertNames("state", Record.Exception(() => scene.Tape.Forward(inputs, state!, outputs)));
            AssertNames("state", Record.Exception(() => scene.Tape.Forward(inputs, [1, 1, 1, 1], state!, outputs)));
        }

        Assert.Throws<InvalidOperationException>(() => scene.Tape.Backward(outputs));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void OverlappingBuffers(string name)
    {
        using var scene = new Scene(ModelCases.Get(name));
        int input = Steps * Batch * scene.Shape.Input;
        int output = Steps * Batch * scene.Shape.OutputSize;
        var memory = new float[input + output];
        foreach (int shift in (int[])[0, 1, Math.Min(input, output) - 1])
        {
            LstmState state = scene.Tape.CreateState();
            Assert.ThrowsAny<ArgumentException>(() => scene.Tape.Forward(memory.AsSpan(shift, input), state, memory.AsSpan(0, output)));
            Assert.ThrowsAny<ArgumentException>(() => scene.Tape.Forward(memory.AsSpan(0, input), [1, 2, 3, 0], state, memory.AsSpan(shift, output)));
        }

        scene.Tape.Forward(memory.AsSpan(0, input), scene.Tape.CreateState(), memory.AsSpan(input, output));
    }

    [Fact]
    public void ABackwardPassNeedsAForwardPassOfItsOwn()
    {
        using var scene = new Scene(ModelCases.Get(nameof(I5H12L2)));
        var outputs = new float[Steps * Batch * scene.Shape.OutputSize];
        Assert.Throws<InvalidOperationException>(() => scene.Tape.Backward(outputs));
        scene.Forward();
        scene.Tape.Backward(outputs);
        Assert.Throws<InvalidOperationException>(() => scene.Tape.Backward(outputs));
        Assert.Throws<InvalidOperationException>(() => scene.Tape.Backward([]));
        scene.Forward();
        scene.Tape.Backward(outputs);
    }

    [Fact]
    public void OptionsOutOfRange()
    {
        ModelCase model = ModelCases.Get(nameof(I5H12L2));
        LstmParameters parameters = LstmWeights.Random(1).Bind(model.Shape);
        var fitting = new LstmTapeOptions { Batch = Batch, Steps = Steps };
        (string Name, LstmTapeOptions Options)[] wrong =
        [
            ("Batch", fitting with { Batch = 0 }),
            ("Batch", fitting with { Batch = -1 }),
            ("Steps", fitting with { Steps = 0 }),
            ("Steps", fitting with { Steps = int.MinValue }),
            ("Threads", fitting with { Threads = 0 }),
            ("Threads", fitting with { Threads = -2 }),
            ("Dropout", fitting with { Dropout = -0.1f }),
            ("Dropout", fitting with { Dropout = 1 }),
            ("Dropout", fitting with { Dropout = float.NaN }),
            ("RecurrentDropout", fitting with { RecurrentDropout = -float.Epsilon }),
            ("RecurrentDropout", fitting with { RecurrentDropout = 1 }),
            ("RecurrentDropout", fitting with { RecurrentDropout = float.PositiveInfinity }),
            ("RecurrentWeightDropout", fitting with { RecurrentWeightDropout = 1 }),
            ("RecurrentWeightDropout", fitting with { RecurrentWeightDropout = float.NaN }),
            ("InputDropout", fitting with { InputDropout = 1.5f }),
            ("InputDropout", fitting with { InputDropout = -0.5f }),
            ("kernel set", fitting with { KernelSet = "AVX-1024" }),
            ("kernel set", fitting with { KernelSet = "" }),
        ];
        foreach ((string name, LstmTapeOptions options) in wrong)
        {
            AssertNames(name, Record.Exception(() => model.CreateTape(parameters, options)));
        }

        // Together too large for memory to address, each for itself in range.
        Assert.ThrowsAny<ArgumentException>(() => model.CreateTape(parameters, fitting with { Batch = int.MaxValue, Steps = int.MaxValue }));
        Assert.ThrowsAny<ArgumentException>(() => model.CreateTape(parameters, fitting with { Batch = 1 << 20, Steps = 1 << 20 }));
        Assert.ThrowsAny<ArgumentException>(() => model.CreateTape(null!, fitting));
        Assert.ThrowsAny<ArgumentException>(() => model.CreateTape(parameters, null!));
        foreach (ModelCase other in ModelCases.All.Where(other => other.Shape != model.Shape))
        {
            AssertNames("parameters", Record.Exception(() => model.CreateTape(LstmWeights.Random(1).Bind(other.Shape), fitting)));
        }

        using LstmTape tape = model.CreateTape(parameters, fitting with { Dropout = 0.999f, RecurrentDropout = 0.999f, Threads = 9 });
        tape.Forward(new float[Batch * model.Shape.Input], tape.CreateState(), new float[Batch * model.Shape.OutputSize]);
    }

    /// <summary>An error of the ArgumentException family that names what is wrong.</summary>
    private static void AssertNames(string name, Exception? error)
    {
        var refusal = Assert.IsAssignableFrom<ArgumentException>(error);
        Assert.Contains(name, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static LstmState Foreign(LstmShape shape) => new(shape with { Hidden = shape.Hidden + 1 }, Batch);

    /// <summary>A tape whose buffers are watched.</summary>
    private sealed class Scene : IDisposable
    {
        internal Scene(ModelCase model)
        {
            Shape = model.Shape;
            Tape = model.CreateTape(LstmWeights.Random(3).Bind(Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps, Dropout = 0.5f });
        }

        internal LstmShape Shape { get; }

        internal LstmTape Tape { get; }

        public void Dispose() => Tape.Dispose();

        internal void Forward()
            => Tape.Forward(new float[Steps * Batch * Shape.Input], Tape.CreateState(), new float[Steps * Batch * Shape.OutputSize]);

        internal void RefusedForward(int inputs, int outputs, int[]? lengths, string name)
        {
            float[] input = Result.Poisoned(inputs);
            float[] output = Result.Poisoned(outputs);
            LstmState state = Filled();
            Result before = Result.Of([.. output], state);
            Exception? error = Record.Exception(() =>
            {
                if (lengths is null)
                {
                    Tape.Forward(input, state, output);
                }
                else
                {
                    Tape.Forward(input, lengths, state, output);
                }
            });
            AssertNames(name, error);
            before.AssertSame(Result.Of(output, state), "after a refusal");
            Assert.Equal(0, Tape.Pass);
            Assert.Throws<InvalidOperationException>(() => Tape.Backward(output));
        }

        internal void RefusedBackward(int outputs, LstmState? gradients, int inputs, string name)
        {
            float[] input = Result.Poisoned(inputs);
            LstmState states = gradients ?? Tape.CreateState();
            Result before = Result.Of([.. input], states);
            AssertNames(name, Record.Exception(() => Tape.Backward(new float[outputs], states, input)));
            before.AssertSame(Result.Of(input, states), "after a refusal");
            Assert.All(Tape.Trainables, one => Bits.AssertSame(new float[one.Count], one.Gradients, one.Name));
        }

        private LstmState Filled()
        {
            LstmState state = Tape.CreateState();
            float[] values = new SplitMix(5).Fill(Shape.Layers * Batch * Shape.Hidden, 1);
            state.Import(values, values);
            return state;
        }
    }
}
