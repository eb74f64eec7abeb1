using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>Training reads and writes nothing outside the caller's buffers, and writes only those it is to write.</summary>
[Trait("Leg", "Emulated")]
public sealed class GradientGuardTests
{
    [Property]
    public void NothingOutsideTheBuffersIsReadOrWritten(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        foreach (string kernelSet in model.KernelSets)
        {
            LstmTapeOptions options = trial.Options with { KernelSet = kernelSet };
            TrainingResult expected = trial.Run(model, lengths, options);
            using LstmTape tape = trial.CreateTape(model, options);
            float[] inputs = Guarded.Copy(trial.Inputs);
            float[] outputs = Guarded.Copy(Result.Poisoned(trial.OutputGradients.Length));
            float[] outputGradients = Guarded.Copy(trial.OutputGradients);
            float[] inputGradients = Guarded.Copy(Result.Poisoned(trial.Inputs.Length));
            LstmState state = trial.State(tape, trial.Hidden, trial.Cell);
            LstmState gradients = trial.State(tape, trial.HiddenGradients, trial.CellGradients);
            tape.Forward(Guarded.Inside(inputs), lengths, state, Guarded.Inside(outputs));
            tape.Backward(Guarded.Inside(outputGradients), gradients, Guarded.Inside(inputGradients));

            Guarded.AssertIntact(inputs, "inputs");
            Guarded.AssertIntact(outputs, "outputs");
            Guarded.AssertIntact(outputGradients, "output gradients");
            Guarded.AssertIntact(inputGradients, "input gradients");
            Bits.AssertSame(trial.Inputs, Guarded.Inside(inputs), "the inputs themselves");
            Bits.AssertSame(trial.OutputGradients, Guarded.Inside(outputGradients), "the output gradients themselves");
            Result states = Result.Of([], gradients);
            expected.AssertSame(
                new TrainingResult(
                    Result.Of(Guarded.Inside(outputs).ToArray(), state), Guarded.Inside(inputGradients).ToArray(), states.Hidden, states.Cell,
                    [.. tape.Trainables.Select(one => (one.Name, one.Gradients.ToArray()))]),
                $"guarded, {kernelSet}");
        }
    }
}
