using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>A sequence cut in two, the state carried forward: truncated backpropagation, or the whole of it where gradients are carried back.</summary>
public sealed class TruncatedTests
{
    [Property]
    public void ChunksThatCarryTheStateAndItsGradientEqualTheWhole(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial source = drawn.Trial();
        TrainingTrial trial = TrainingTrial.Of(source);
        TrainingResult whole = trial.Run(model);
        TrainingTrial early = trial.Cut(0, source.Scenario.Split);
        TrainingTrial late = trial.Cut(source.Scenario.Split, trial.Steps);
        using LstmTape first = early.CreateTape(model);
        using LstmTape second = late.CreateTape(model);

        LstmState state = trial.State(first, trial.Hidden, trial.Cell);
        var outputs = new float[early.OutputGradients.Length];
        var later = new float[late.OutputGradients.Length];
        first.Forward(early.Inputs, state, outputs);
        second.Forward(late.Inputs, state, later);
        whole.Forward.AssertSame(Result.Of([.. outputs, .. later], state), "two chunks");

        LstmState gradients = trial.State(second, trial.HiddenGradients, trial.CellGradients);
        var inputs = new float[early.Inputs.Length];
        var laterInputs = new float[late.Inputs.Length];
        second.Backward(late.OutputGradients, gradients, laterInputs);
        first.Backward(early.OutputGradients, gradients, inputs);
        Result states = Result.Of([], gradients);

        // A sum that starts with what comes from above rounds otherwise where that is cut from it.
        double bound = GradientBound.Rounding(trial.Shape, trial.Steps, trial.Batch);
        (string, float[], float[])[] rows =
            [("inputs", whole.Inputs, [.. inputs, .. laterInputs]), ("h0", whole.Hidden, states.Hidden), ("c0", whole.Cell, states.Cell)];
        foreach ((string tensor, float[] expected, float[] found) in rows)
        {
            GradientBound.AssertWithin(bound, tensor, trial.Steps, trial.Batch, found, ReferenceModels.Widen(expected));
        }

        foreach (((string tensor, float[] values), LstmTrainable a, LstmTrainable b) in whole.Parameters.Zip(first.Trainables, second.Trainables))
        {
            double[] sum = [.. a.Gradients.ToArray().Zip(b.Gradients.ToArray(), (x, y) => (double)x + y)];
            GradientBound.AssertWithin(bound, tensor, trial.Steps, trial.Batch, values, sum);
        }
    }

    /// <summary>Without a gradient of the states the chunk before does not matter: its end is the chunk's start.</summary>
    [Property]
    public void AChunkAloneHasTheGradientsOfItsOwnSteps(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial source = drawn.Trial();
        TrainingTrial trial = TrainingTrial.Of(source);
        TrainingTrial early = trial.Cut(0, source.Scenario.Split);
        TrainingTrial late = trial.Cut(source.Scenario.Split, trial.Steps);
        using LstmTape tape = trial.CreateTape(model);
        Result carried = early.Run(tape).Forward;
        late = late with { Hidden = carried.Hidden, Cell = carried.Cell };
        TrainingResult alone = late.Run(model);

        // One tape for both chunks, as a training loop has it.
        LstmState state = trial.State(tape, trial.Hidden, trial.Cell);
        tape.Forward(early.Inputs, state, new float[early.OutputGradients.Length]);
        tape.Backward(early.OutputGradients);
        var outputs = new float[late.OutputGradients.Length];
        tape.Forward(late.Inputs, state, outputs);
        alone.Forward.AssertSame(Result.Of(outputs, state), "the second chunk");
        LstmState gradients = trial.State(tape, trial.HiddenGradients, trial.CellGradients);
        tape.Backward(late.OutputGradients, gradients);
        Assert.All(alone.Parameters.Zip(tape.Trainables), pair => Bits.AssertSame(pair.First.Values, pair.Second.Gradients, pair.First.Name));
        Bits.AssertSame(alone.Hidden, Result.Of([], gradients).Hidden, "gradient of the carried h");
    }
}
