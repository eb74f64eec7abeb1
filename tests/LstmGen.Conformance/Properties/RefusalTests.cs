namespace LstmGen.Conformance.Properties;

/// <summary>Calls that do not fit are refused with the ArgumentException family before anything is written.</summary>
public sealed class RefusalTests
{
    private const int Steps = 3;
    private const int Batch = 4;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void WrongLengthsOfBuffers(string name)
    {
        var scene = new Scene(ModelCases.Get(name));
        int input = scene.Model.Shape.Input;
        int output = scene.Model.Shape.OutputSize;
        foreach (int wrong in (int[])[0, input - 1, input + 1, 2 * input])
        {
            if (wrong != input)
            {
                scene.RefusedStep(new float[wrong], output);
            }
        }

        foreach (int wrong in (int[])[0, output - 1, output + 1, 2 * output])
        {
            if (wrong != output)
            {
                scene.RefusedStep(new float[input], wrong);
            }
        }

        int[] lengths = [Steps, 0, 1, 2];
        foreach (int wrong in (int[])[-1, 1, output, -output])
        {
            scene.RefusedRun(new float[Steps * Batch * input], null, (Steps * Batch * output) + wrong);
            scene.RefusedRun(new float[Steps * Batch * input], lengths, (Steps * Batch * output) + wrong);
        }

        scene.RefusedRun(new float[(Steps * Batch * input) + 1], null, Steps * Batch * output);
        scene.RefusedRun(new float[(Steps * Batch * input) - 1], null, Steps * Batch * output);
        scene.RefusedRun([], null, Batch * output);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void WrongLengthsOfRows(string name)
    {
        var scene = new Scene(ModelCases.Get(name));
        var inputs = new float[Steps * Batch * scene.Model.Shape.Input];
        int outputs = Steps * Batch * scene.Model.Shape.OutputSize;
        int[][] wrong =
        [
            [], [1], [1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, -1], [Steps + 1, 1, 1, 1], [1, int.MaxValue, 1, 1], [int.MinValue, 1, 1, 1],
        ];
        foreach (int[] lengths in wrong)
        {
            scene.RefusedRun(inputs, lengths, outputs);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void OverlappingBuffers(string name)
    {
        ModelCase model = ModelCases.Get(name);
        CompiledModel compiled = model.Create(TestWeights.Random(model.Shape, 3).ToLstmWeights());
        int input = Steps * Batch * model.Shape.Input;
        int output = Steps * Batch * model.Shape.OutputSize;
        var memory = new float[input + output];
        foreach (int shift in (int[])[0, 1, Math.Min(input, output) - 1])
        {
            Refused(compiled, Batch, memory, state => compiled.Run(memory.AsSpan(shift, input), state, memory.AsSpan(0, output)));
            Refused(compiled, Batch, memory, state => compiled.Run(memory.AsSpan(0, input), state, memory.AsSpan(shift, output)));
            Refused(compiled, Batch, memory, state => compiled.Run(memory.AsSpan(0, input), [1, 2, 3, 0], state, memory.AsSpan(shift, output)));
        }

        int one = model.Shape.Input;
        int size = model.Shape.OutputSize;
        Refused(compiled, 1, memory, state => compiled.Step(memory.AsSpan(0, one), state, memory.AsSpan(0, size)));
        Refused(compiled, 1, memory, state => compiled.Step(memory.AsSpan(0, one), state, memory.AsSpan(one - 1, size)));
        Refused(compiled, 1, memory, state => compiled.Step(memory.AsSpan(size - 1, one), state, memory.AsSpan(0, size)));

        // Neighbours are fine.
        LstmState fitting = compiled.CreateState(Batch);
        compiled.Run(memory.AsSpan(0, input), fitting, memory.AsSpan(input, output));
        compiled.Run(memory.AsSpan(output, input), fitting, memory.AsSpan(0, output));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ForeignStates(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmShape shape = model.Shape;
        var scene = new Scene(model);
        scene.RefusedState(null);
        foreach (ModelCase other in ModelCases.All)
        {
            // A state is that of any model of its sizes and tensors, whatever those compute.
            LstmCellOptions same = shape.CellOptions with { Peepholes = other.Shape.CellOptions.Peepholes, CoupledGates = other.Shape.CellOptions.CoupledGates };
            if (other.Shape with { Bias = shape.Bias, Activations = shape.Activations, CellOptions = same } != shape)
            {
                CompiledModel foreign = other.Create(TestWeights.Random(other.Shape, 5).ToLstmWeights());
                scene.RefusedState(foreign.CreateState());
            }
        }

        // Step takes one row.
        scene.RefusedStep(new float[shape.Input], shape.OutputSize, scene.Model.CreateState(2));
    }

    [Fact]
    public void StatesRefuseWhatDoesNotFit()
    {
        ModelCase model = ModelCases.Get(nameof(I5H12L2));
        CompiledModel compiled = model.Create(TestWeights.Random(model.Shape, 3).ToLstmWeights());
        LstmState state = compiled.CreateState(2);
        var row = new float[12];
        var all = new float[2 * 2 * 12];
        Action[] calls =
        [
            () => compiled.CreateState(0),
            () => compiled.CreateState(-1),
            () => compiled.CreateState(int.MaxValue),
            () => state.Hidden(2),
            () => state.Hidden(-1),
            () => state.Hidden(0, 2),
            () => state.Cell(0, -1),
            () => state.SetHidden(0, 0, new float[11]),
            () => state.SetHidden(0, 2, row),
            () => state.SetCell(2, 0, row),
            () => state.SetCell(0, 0, new float[13]),
            () => state.ResetRow(2),
            () => state.Import(all, new float[47]),
            () => state.Import(new float[49], all),
            () => state.Export(all, new float[49]),
            () => state.Export(new float[47], all),
            () => state.CopyFrom(null!),
            () => state.CopyFrom(compiled.CreateState(3)),
        ];
        for (int index = 0; index < calls.Length; index++)
        {
            Exception? thrown = Record.Exception(calls[index]);
            Assert.True(thrown is ArgumentException, $"call {index} gave {thrown?.GetType().Name ?? "no exception"}");
        }

        Bits.AssertSame(new float[12], state.Hidden(1, 1), "the state");
    }

    private static void Refused(CompiledModel model, int batch, float[] memory, Action<LstmState> call)
    {
        LstmState state = model.CreateState(batch);
        for (int layer = 0; layer < model.Shape.Layers; layer++)
        {
            state.SetCell(layer, 0, new SplitMix(9).Fill(model.Shape.Hidden, 1));
        }

        Array.Fill(memory, 0.25f);
        float[] unchanged = [.. memory];
        Result before = Result.Of(unchanged, state);
        Assert.ThrowsAny<ArgumentException>(() => call(state));
        before.AssertSame(Result.Of(memory, state), "after a refusal");
    }

    /// <summary>A model with states whose contents are watched.</summary>
    private sealed class Scene(ModelCase model)
    {
        internal CompiledModel Model { get; } = model.Create(TestWeights.Random(model.Shape, 3).ToLstmWeights());

        internal void RefusedStep(float[] input, int output) => RefusedStep(input, output, Model.CreateState());

        internal void RefusedStep(float[] input, int output, LstmState state)
            => Refused(state, output, outputs => Model.Step(input, state, outputs));

        internal void RefusedRun(float[] inputs, int[]? lengths, int outputs)
        {
            LstmState state = Model.CreateState(Batch);
            Refused(state, outputs, buffer =>
            {
                if (lengths is null)
                {
                    Model.Run(inputs, state, buffer);
                }
                else
                {
                    Model.Run(inputs, lengths, state, buffer);
                }
            });
        }

        internal void RefusedState(LstmState? state)
        {
            var input = new float[Model.Shape.Input];
            int output = Model.Shape.OutputSize;
            Refused(state, output, outputs => Model.Step(input, state!, outputs));
            Refused(state, output, outputs => Model.Run(input, state!, outputs));
            Refused(state, output, outputs => Model.Run(input, [1], state!, outputs));
        }

        private static void Refused(LstmState? state, int outputs, Action<float[]> call)
        {
            var random = new SplitMix(17);
            for (int layer = 0; layer < state?.Shape.Layers; layer++)
            {
                state.SetHidden(layer, 0, random.Fill(state.Shape.Hidden, 1));
                state.SetCell(layer, 0, random.Fill(state.Shape.Hidden, 1));
            }

            float[] buffer = random.Fill(outputs, 1);
            float[] unchanged = [.. buffer];
            Result? before = state is null ? null : Result.Of(unchanged, state);
            Assert.ThrowsAny<ArgumentException>(() => call(buffer));
            Bits.AssertSame(unchanged, buffer, "outputs after a refusal");
            before?.AssertSame(Result.Of(buffer, state!), "after a refusal");
        }
    }
}
