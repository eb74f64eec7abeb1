using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>The forward pass of training is that of scoring, on parameters that may change between passes.</summary>
public sealed class TrainingForwardTests
{
    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Property]
    public void ForwardHasTheBitsOfRun(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        TrainingTrial training = TrainingTrial.Of(trial);
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            LstmTapeOptions options = training.Options with { KernelSet = kernelSet };
            trial.Run(compiled).AssertSame(training.Run(model, null, options).Forward, $"Forward, {kernelSet}");
            trial.Run(compiled, lengths).AssertSame(training.Run(model, lengths, options).Forward, $"Forward, lengths, {kernelSet}");
        }
    }

    /// <summary>Also with room for more steps than there are, and after passes that left NaN everywhere.</summary>
    [Property]
    public void AUsedTapeIsAsGoodAsANewOne(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingResult whole = trial.Run(model);
        TrainingResult ragged = trial.Run(model, lengths);
        int steps = trial.Steps + 5;
        using LstmTape used = trial.CreateTape(model, trial.Options with { Steps = steps });
        TrainingTrial dirt = trial with
        {
            Steps = steps,
            Inputs = Filled(steps * trial.Batch * trial.Shape.Input),
            OutputGradients = Filled(steps * trial.Batch * trial.Shape.OutputSize),
            Hidden = Filled(trial.Hidden.Length),
            Cell = Filled(trial.Cell.Length),
            HiddenGradients = Filled(trial.Hidden.Length),
            CellGradients = Filled(trial.Cell.Length),
        };
        dirt.Run(used);
        ragged.AssertSame(trial.Run(used, lengths), "lengths, on a used tape");
        dirt.Run(used);
        whole.AssertSame(trial.Run(used), "on a used tape");
    }

    [Property]
    public void WhatIsNotWantedChangesNothingElse(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingTrial outputsOnly = trial with { HiddenGradients = new float[trial.Hidden.Length], CellGradients = new float[trial.Cell.Length] };
        TrainingResult all = outputsOnly.Run(model, lengths);
        using LstmTape tape = trial.CreateTape(model);
        var outputs = new float[trial.OutputGradients.Length];
        float[] inputGradients = Result.Poisoned(trial.Inputs.Length);

        tape.Forward(trial.Inputs, lengths, trial.State(tape, trial.Hidden, trial.Cell), outputs);
        tape.Backward(trial.OutputGradients);
        all.AssertSameParameters(Parameters(tape), "neither inputs nor states wanted");

        tape.Forward(trial.Inputs, lengths, trial.State(tape, trial.Hidden, trial.Cell), outputs);
        tape.Backward(trial.OutputGradients, null, inputGradients);
        all.AssertSameParameters(Parameters(tape), "states not wanted");
        Bits.AssertSame(all.Inputs, inputGradients, "input gradients, states not wanted");

        LstmState state = trial.State(tape, outputsOnly.HiddenGradients, outputsOnly.CellGradients);
        tape.Forward(trial.Inputs, lengths, trial.State(tape, trial.Hidden, trial.Cell), outputs);
        tape.Backward(trial.OutputGradients, state);
        all.AssertSameParameters(Parameters(tape), "inputs not wanted");
        Result states = Result.Of([], state);
        Bits.AssertSame(all.Hidden, states.Hidden, "gradient of h0, inputs not wanted");
        Bits.AssertSame(all.Cell, states.Cell, "gradient of c0, inputs not wanted");
    }

    /// <summary>Each tensor in turn, as an optimiser writes it: both passes must see the new values.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void ChangedParametersAreSeenByBothPasses(string name)
    {
        ModelCase model = ModelCases.Get(name);
        TrainingTrial trial = TrainingTrial.Of(new Trial(model.Shape, new Scenario(5, 4, 3, 0, 0, 0, false)));
        using LstmTape tape = trial.CreateTape(model);
        trial.Run(tape);
        var random = new SplitMix(8);
        foreach (LstmTrainable trainable in tape.Trainables)
        {
            float[] before = [.. trainable.Values];
            trainable.CopyFrom([.. before.Select(value => value + random.Signed(0.25f))]);
            Assert.NotEqual(before, trainable.Values.ToArray());
            TrainingTrial changed = trial with { Loaded = LstmWeights.From(tape.Parameters) };
            changed.Run(model).AssertSame(trial.Run(tape), $"after a change of {trainable.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TrainablesAreTheTensorsOfTheParameters(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmParameters parameters = LstmWeights.Random(3).Bind(model.Shape);
        using LstmTape tape = model.CreateTape(parameters, new LstmTapeOptions { Steps = 1 });
        Assert.Same(parameters, tape.Parameters);
        Assert.Equal(model.Shape, tape.Shape);
        Assert.Equal(parameters.ToTensors().Select(tensor => tensor.Name), tape.Trainables.Select(one => one.Name));
        Assert.All(parameters.ToTensors().Zip(tape.Trainables), pair =>
        {
            Assert.Equal(pair.First.Shape, pair.Second.Dimensions);
            Bits.AssertSame(pair.First.ToFloats(), pair.Second.Values, pair.Second.Name);
            Bits.AssertSame(new float[pair.Second.Count], pair.Second.Gradients, $"gradient of {pair.Second.Name} at first");
        });
    }

    private static TrainingResult Parameters(LstmTape tape)
        => new(new Result([], [], []), [], [], [], [.. tape.Trainables.Select(one => (one.Name, one.Gradients.ToArray()))]);

    private static float[] Filled(int length)
    {
        var values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
