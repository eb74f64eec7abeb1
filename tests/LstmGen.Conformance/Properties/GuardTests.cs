namespace LstmGen.Conformance.Properties;

/// <summary>Kernels read and write nothing outside their buffers, wherever those lie in memory.</summary>
[Trait("Leg", "Emulated")]
public sealed class GuardTests
{
    [Property]
    public void NothingOutsideTheBuffersIsReadOrWritten(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            trial.Run(compiled).AssertSame(
                RunGuarded(trial, compiled, (input, state, output) => compiled.Run(input, state, output)), $"guarded, {kernelSet}");
            trial.Run(compiled, lengths).AssertSame(
                RunGuarded(trial, compiled, (input, state, output) => compiled.Run(input, lengths, state, output)), $"guarded, lengths, {kernelSet}");
        }
    }

    [Property]
    public void StepReadsAndWritesItsBuffersAlone(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        var trial = new Trial(model.Shape, scenario with { Batch = 1, Steps = 1 });
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            StreamTests.RunByStep(compiled, trial).AssertSame(
                RunGuarded(trial, compiled, (input, state, output) => compiled.Step(input, state, output)), $"guarded, {kernelSet}");
        }
    }

    private delegate void Call(ReadOnlySpan<float> input, LstmState state, Span<float> output);

    private static Result RunGuarded(Trial trial, CompiledModel model, Call call)
    {
        float[] input = Guarded.Copy(trial.Inputs);
        float[] output = Guarded.Copy(trial.Poisoned(trial.Scenario.Steps));
        LstmState state = trial.InitialState(model);
        call(Guarded.Inside(input), state, Guarded.Inside(output));

        Guarded.AssertIntact(input, "inputs");
        Guarded.AssertIntact(output, "outputs");
        Bits.AssertSame(trial.Inputs, Guarded.Inside(input), "the inputs themselves");
        return Result.Of(Guarded.Inside(output).ToArray(), state);
    }
}
