using LstmGen.Conformance.Properties;
using LstmGen.Conformance.Training;
using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>However parameters change: the next pass of every tape over them takes the values they have.</summary>
public sealed class SharedParametersTests
{
    private const int Steps = 4;
    private const int Batch = 3;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryTapeSeesEveryChange(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmParameters parameters = LstmWeights.Random(4).Bind(model.Shape);
        using LstmTape first = Tape(model, parameters);
        using LstmTape second = Tape(model, parameters, threads: 2);
        LstmOptimizer optimizer = new Adam(second.Trainables);
        (string What, Action Change)[] changes =
        [
            ("nothing", () => { }),
            ("one value", () => first.Trainables[0].Update(0.5f, static (values, by) => values[0] += by)),
            ("one value of the other tape", () => second.Trainables[^1].Update(0.5f, static (values, by) => values[^1] += by)),
            ("a copy", () => first.Trainables[1].CopyFrom([.. first.Trainables[1].Values.ToArray().Select(value => -value)])),
            ("a change that throws", () => Record.Exception(() => second.Trainables[1].Update(2f, static (values, by) =>
            {
                values[0] *= by;
                throw new ArithmeticException();
            }))),
            ("an update", optimizer.Step),
            ("two changes", () =>
            {
                first.Trainables[0].Update(1f, static (values, by) => values[0] += by);
                second.Trainables[0].Update(1f, static (values, by) => values[^1] -= by);
            }),
        ];
        foreach ((string what, Action change) in changes)
        {
            change();
            AssertCurrent(model, parameters, first, second, what);
        }

        Assert.All(first.Trainables.Zip(second.Trainables), pair => Bits.AssertSame(pair.First.Values, pair.Second.Values, pair.First.Name));
    }

    /// <summary>A tape over the parameters that a trainer changes: by steps, from a checkpoint, and back to the best epoch.</summary>
    [Fact]
    public void ATapeBesideATrainerSeesItsSteps()
    {
        ModelCase model = ModelCases.Get(nameof(I2H3L3O2));
        using var folder = new TemporaryFolder();
        using Trainer<I2H3L3O2> trainer = TrainingCase.Create("windows", TrainingCase.Options with { Epochs = 2 });
        using LstmTape tape = Tape(model, trainer.Parameters);
        string path = folder.File("training.checkpoint");
        for (int step = 0; !trainer.Finished; step++)
        {
            AssertCurrent(model, trainer.Parameters, tape, tape, $"step {step}");
            if (step == 2)
            {
                trainer.SaveCheckpoint(path);
            }

            trainer.Step();
        }

        AssertCurrent(model, trainer.Parameters, tape, tape, "best weights");
        trainer.LoadCheckpoint(path);
        AssertCurrent(model, trainer.Parameters, tape, tape, "checkpoint");
    }

    [Fact]
    public void FiniteDifferencesSeeBothChanges()
    {
        ModelCase model = ModelCases.Get(nameof(I5H12L2));
        LstmParameters parameters = LstmWeights.Random(4).Bind(model.Shape);
        using LstmTape tape = Tape(model, parameters);
        LstmTrainable weights = tape.Trainables[0];
        ReadOnlySpan<float> kept = weights.Values;
        float before = kept[0];
        weights.Update(1f, static (values, by) => values[0] += by);
        float[] above = Outputs(tape);
        weights.Update(2f, static (values, by) => values[0] -= by);
        float[] below = Outputs(tape);
        Assert.Equal((before + 1) - 2, kept[0]);
        Assert.NotEqual(above, below);
    }

    /// <summary>Tapes of two threads, each of which reads the weights that both change in turn.</summary>
    [Fact]
    public void TapesOfTwoThreadsShareParameters()
    {
        ModelCase model = ModelCases.Get(nameof(I5H12L2));
        LstmParameters parameters = LstmWeights.Random(4).Bind(model.Shape);
        using LstmTape first = Tape(model, parameters), second = Tape(model, parameters);
        LstmTape[] tapes = [first, second];
        using var barrier = new Barrier(2);
        const int Rounds = 300;
        float[][][] outputs = [new float[Rounds][], new float[Rounds][]];
        var errors = new Exception?[2];
        void Work(int thread) => errors[thread] = Record.Exception(() =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                if (round % 2 == thread)
                {
                    tapes[thread].Trainables[round % 8].Update(0.01f, static (values, by) => values[0] += by);
                }

                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
                outputs[thread][round] = Outputs(tapes[thread]);
                Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            }
        });
        Thread[] threads = [new Thread(() => Work(0)), new Thread(() => Work(1))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(errors, Assert.Null);
        LstmParameters replayed = LstmWeights.Random(4).Bind(model.Shape);
        using LstmTape alone = Tape(model, replayed);
        for (int round = 0; round < Rounds; round++)
        {
            alone.Trainables[round % 8].Update(0.01f, static (values, by) => values[0] += by);
            float[] expected = Outputs(alone);
            Bits.AssertSame(expected, outputs[0][round], $"round {round}");
            Bits.AssertSame(expected, outputs[1][round], $"round {round}");
        }
    }

    [Fact]
    public void CopiesOfAnotherLengthAreRefused()
    {
        ModelCase model = ModelCases.Get(nameof(I5H12L2));
        LstmParameters parameters = LstmWeights.Random(4).Bind(model.Shape);
        using LstmTape tape = Tape(model, parameters);
        foreach (LstmTrainable trainable in tape.Trainables)
        {
            float[] before = [.. trainable.Values];
            foreach (int length in (int[])[0, trainable.Count - 1, trainable.Count + 1])
            {
                ArgumentException error = Assert.Throws<ArgumentException>("values", () => trainable.CopyFrom(new float[length]));
                Assert.Contains($"{length} floats; {trainable.Count} were expected for {trainable.Name}.", error.Message, StringComparison.Ordinal);
            }

            Assert.Throws<ArgumentNullException>("change", () => trainable.Update(0, null!));
            Bits.AssertSame(before, trainable.Values, trainable.Name);
        }
    }

    /// <summary>Prefixes tell apart what one optimiser has of several tapes: its states fit into one file.</summary>
    [Fact]
    public void StatesOfOneOptimizerOverTwoTapesFitIntoOneFile()
    {
        ModelCase encoder = ModelCases.Get(nameof(I5H12L2)), decoder = ModelCases.Get(nameof(I2H3L3O2));
        using LstmTape first = encoder.CreateTape(LstmWeights.Random(1).Bind(encoder.Shape), new LstmTapeOptions { Steps = 1, Prefix = "encoder." });
        using LstmTape second = decoder.CreateTape(LstmWeights.Random(2).Bind(decoder.Shape), new LstmTapeOptions { Steps = 1, Prefix = "decoder." });
        Assert.Equal(second.Parameters.ToTensors("decoder.", "decoder.head.").Select(tensor => tensor.Name), second.Trainables.Select(one => one.Name));
        var optimizer = new Adam([.. first.Trainables, .. second.Trainables]);
        optimizer.Step();
        using var file = new MemoryStream();
        SafetensorsTensor[] states = [.. optimizer.States.Select(state => SafetensorsTensor.FromFloats(state.Name, [.. state.Dimensions], state.Values))];
        SafetensorsWriter.Write(file, states);
        file.Position = 0;
        SafetensorsFile read = SafetensorsFile.Load(file);
        Assert.Equal(optimizer.States.Count, read.Tensors.Count);
        Assert.All(optimizer.States, state => Bits.AssertSame(state.Values, read.Tensors.Single(tensor => tensor.Name == state.Name).ToFloats(), state.Name));
    }

    private static LstmTape Tape(ModelCase model, LstmParameters parameters, int threads = 1)
        => model.CreateTape(parameters, new LstmTapeOptions { Batch = Batch, Steps = Steps, Threads = threads });

    private static void AssertCurrent(ModelCase model, LstmParameters parameters, LstmTape first, LstmTape second, string what)
    {
        CompiledModel current = model.Create(LstmWeights.From(parameters));
        var expected = new float[Steps * Batch * model.Shape.OutputSize];
        current.Run(Inputs(model.Shape), current.CreateState(Batch), expected);
        using LstmTape fresh = Tape(model, LstmWeights.From(parameters).Bind(model.Shape));
        Bits.AssertSame(expected, Outputs(fresh), what);
        foreach (LstmTape tape in (LstmTape[])[first, second])
        {
            Bits.AssertSame(expected, Outputs(tape), $"outputs after {what}");
            Assert.All(fresh.Trainables.Zip(tape.Trainables), pair => Bits.AssertSame(pair.First.Gradients, pair.Second.Gradients, $"gradient of {pair.First.Name} after {what}"));
        }
    }

    private static float[] Inputs(LstmShape shape) => new SplitMix(3).Fill(Steps * Batch * shape.Input, 1);

    private static float[] Outputs(LstmTape tape)
    {
        var outputs = new float[Steps * Batch * tape.Shape.OutputSize];
        tape.Forward(Inputs(tape.Shape), tape.CreateState(), outputs);
        tape.Backward(outputs);
        return outputs;
    }
}
