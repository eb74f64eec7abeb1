namespace LstmGen.Conformance.Properties;

/// <summary>A NaN stays in its own row and time, infinities saturate, and nothing of a run is left in the scratch.</summary>
public sealed class PoisonTests
{
    [Property]
    public void ANaNPoisonsItsRowAloneAndFromItsStepOn(Case drawn)
        => CheckPoison(drawn, float.NaN, (shape, clean, poisoned, step) =>
        {
            int from = step * shape.OutputSize;
            Bits.AssertSame(clean.Outputs.AsSpan(0, from), poisoned.Outputs.AsSpan(0, from), "outputs before the NaN");
            Assert.All(poisoned.Outputs[from..], value => Assert.True(float.IsNaN(value), $"{value} after the NaN"));
            Assert.All(poisoned.Hidden.Concat(poisoned.Cell), value => Assert.True(float.IsNaN(value), $"{value} in the state"));
        });

    [Property]
    public void AnInfinitySaturatesAndStaysInItsRow(Case drawn)
        => CheckPoison(drawn, float.NegativeInfinity, (shape, clean, poisoned, step) =>
        {
            int from = step * shape.OutputSize;
            Bits.AssertSame(clean.Outputs.AsSpan(0, from), poisoned.Outputs.AsSpan(0, from), "outputs before the infinity");
            Assert.All(poisoned.Outputs.Concat(poisoned.Cell), value => Assert.True(float.IsFinite(value), $"{value}"));
            float most = shape.CellOptions.OutputActivation == LstmActivation.ScaledTanh ? shape.CellOptions.OutputAlpha : 1;
            Assert.All(poisoned.Hidden, value => Assert.InRange(value, -most, most));
        });

    [Property]
    public void InfinitiesAgreeWithTheReference(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        if (trial.Inputs.Length > 0)
        {
            // One infinite feature: two could meet as infinity minus infinity.
            trial.Inputs[trial.Scenario.LengthSeed % trial.Inputs.Length] =
                trial.Scenario.LengthSeed % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity;
        }

        var lengths = new int[trial.Scenario.Batch];
        Array.Fill(lengths, trial.Scenario.Steps);
        AccuracyTests.AssertClose(trial, lengths, trial.Run(model.Create(trial.Loaded)));
    }

    [Property]
    public void AUsedStateIsAsGoodAsANewOne(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            Result expected = trial.Run(compiled);
            LstmState used = StreamTests.Dirty(compiled, trial);
            used.Import(trial.Hidden, trial.Cell);
            float[] outputs = trial.Poisoned(trial.Scenario.Steps);
            compiled.Run(trial.Inputs, used, outputs);
            expected.AssertSame(Result.Of(outputs, used), $"on a used state, {kernelSet}");
        }
    }

    [Property]
    public void ResetGivesTheZeroState(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        var trial = new Trial(model.Shape, scenario with { ZeroState = true });
        CompiledModel compiled = model.Create(trial.Loaded);
        Result expected = trial.Run(compiled);
        LstmState whole = StreamTests.Dirty(compiled, trial);
        LstmState rows = StreamTests.Dirty(compiled, trial);
        whole.Reset();
        for (int row = 0; row < scenario.Batch; row++)
        {
            rows.ResetRow(row);
        }

        foreach (LstmState state in (LstmState[])[whole, rows, compiled.CreateState(scenario.Batch)])
        {
            float[] outputs = trial.Poisoned(trial.Scenario.Steps);
            compiled.Run(trial.Inputs, state, outputs);
            expected.AssertSame(Result.Of(outputs, state), "after a reset");
        }
    }

    private static void CheckPoison(Case drawn, float poison, Action<LstmShape, Result, Result, int> checkRow)
    {
        ModelCase model = drawn.Model;
        LstmShape shape = model.Shape;
        Scenario scenario = drawn.Scenario;
        var trial = new Trial(shape, scenario with { Steps = Math.Max(1, scenario.Steps), Batch = Math.Max(2, scenario.Batch) });
        int batch = trial.Scenario.Batch;
        int step = trial.Scenario.Split;
        step = Math.Min(step, trial.Scenario.Steps - 1);
        int row = scenario.LengthSeed % batch;
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            int at = (((step * batch) + row) * shape.Input) + (scenario.Seed % shape.Input);
            float healthy = trial.Inputs[at];
            Result clean = trial.Run(compiled);
            trial.Inputs[at] = poison;
            Result poisoned = trial.Run(compiled);
            trial.Inputs[at] = healthy;
            for (int other = 0; other < batch; other++)
            {
                if (other != row)
                {
                    clean.Row(shape, batch, other).AssertSame(poisoned.Row(shape, batch, other), $"row {other} beside a poisoned one, {kernelSet}");
                }
            }

            checkRow(shape, clean.Row(shape, batch, row), poisoned.Row(shape, batch, row), step);
        }
    }
}
