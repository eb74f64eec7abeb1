namespace LstmGen.Conformance.Properties;

/// <summary>A sequence gives the same bits step by step, whole, or cut anywhere, and the state carries everything on.</summary>
public sealed class StreamTests
{
    [Property]
    public void StepsEqualTheRun(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        var trial = new Trial(model.Shape, scenario with { Batch = 1 });
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            trial.Run(compiled).AssertSame(RunByStep(compiled, trial), $"Step by Step, {kernelSet}");
        }
    }

    [Property]
    public void ARunCutInTwoEqualsTheWhole(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        CompiledModel first = model.Create(trial.Loaded);
        Result whole = trial.Run(first);
        foreach (string kernelSet in model.KernelSets)
        {
            // The second half may be another kernel set's: a state belongs to the shape alone.
            CompiledModel second = model.Create(trial.Loaded, kernelSet);
            whole.AssertSame(Continue(trial, first, second, state => state), $"cut at {trial.Scenario.Split}, then {kernelSet}");
            whole.AssertSame(Continue(trial, second, first, state => state), $"{kernelSet}, cut at {trial.Scenario.Split}");
        }

        whole.AssertSame(Continue(trial, first, first, state => state.Clone()), "continued on a clone");
        whole.AssertSame(Continue(trial, first, first, state => CopyInto(state, Dirty(first, trial))), "continued on a copy");
        whole.AssertSame(Continue(trial, first, first, state => Import(state, Dirty(first, trial))), "continued after export and import");
        whole.AssertSame(Continue(trial, first, first, state => SetRows(state, Dirty(first, trial))), "continued on rows set one by one");
    }

    [Property]
    public void ASnapshotIsNotTouchedByTheRunThatFollows(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        CompiledModel compiled = model.Create(trial.Loaded);
        LstmState state = trial.InitialState(compiled);
        LstmState snapshot = state.Clone();
        float[] outputs = trial.Poisoned(trial.Scenario.Steps);
        compiled.Run(trial.Inputs, state, outputs);
        var expected = new Result(outputs, trial.Hidden, trial.Cell);
        expected.AssertSame(Result.Of(outputs, snapshot), "the snapshot");

        float[] again = trial.Poisoned(trial.Scenario.Steps);
        compiled.Run(trial.Inputs, snapshot, again);
        Result.Of(outputs, state).AssertSame(Result.Of(again, snapshot), "the snapshot run");
    }

    internal static Result RunByStep(CompiledModel model, Trial trial)
    {
        LstmState state = trial.InitialState(model);
        float[] outputs = trial.Poisoned(trial.Scenario.Steps);
        int size = model.Shape.OutputSize;
        for (int step = 0; step < trial.Scenario.Steps; step++)
        {
            model.Step(trial.Steps(step, step + 1), state, outputs.AsSpan(step * size, size));
        }

        return Result.Of(outputs, state);
    }

    private static Result Continue(Trial trial, CompiledModel first, CompiledModel second, Func<LstmState, LstmState> carry)
    {
        LstmState state = trial.InitialState(first);
        float[] outputs = trial.Poisoned(trial.Scenario.Steps);
        int split = trial.Scenario.Split;
        int at = split * trial.Scenario.Batch * trial.Shape.OutputSize;
        first.Run(trial.Steps(0, split), state, outputs.AsSpan(0, at));
        state = carry(state);
        second.Run(trial.Steps(split, trial.Scenario.Steps), state, outputs.AsSpan(at));
        return Result.Of(outputs, state);
    }

    /// <summary>A state whose every float, scratch included, has seen NaN.</summary>
    internal static LstmState Dirty(CompiledModel model, Trial trial)
    {
        LstmState state = trial.InitialState(model);
        var inputs = new float[2 * trial.Scenario.Batch * trial.Shape.Input];
        Array.Fill(inputs, float.NaN);
        model.Run(inputs, state, trial.Poisoned(2));
        return state;
    }

    private static LstmState CopyInto(LstmState source, LstmState target)
    {
        target.CopyFrom(source);
        return target;
    }

    private static LstmState Import(LstmState source, LstmState target)
    {
        Result snapshot = Result.Of([], source);
        target.Import(snapshot.Hidden, snapshot.Cell);
        return target;
    }

    private static LstmState SetRows(LstmState source, LstmState target)
    {
        for (int layer = 0; layer < source.Shape.Layers; layer++)
        {
            for (int row = 0; row < source.Batch; row++)
            {
                target.SetHidden(layer, row, source.Hidden(layer, row));
                target.SetCell(layer, row, source.Cell(layer, row));
            }
        }

        return target;
    }
}
