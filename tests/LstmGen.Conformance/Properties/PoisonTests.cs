using LstmGen.Conformance.Compiled;

namespace LstmGen.Conformance.Properties;

/// <summary>A NaN stays in its own row and time, infinities saturate, and nothing of a run is left in the scratch.</summary>
public sealed class PoisonTests
{
    public static TheoryData<string> Models => Property.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void ANaNPoisonsItsRowAloneAndFromItsStepOn(string name)
        => CheckPoison(name, float.NaN, (shape, clean, poisoned, step) =>
        {
            int from = step * shape.OutputSize;
            Bits.AssertSame(clean.Outputs.AsSpan(0, from), poisoned.Outputs.AsSpan(0, from), "outputs before the NaN");
            Assert.All(poisoned.Outputs[from..], value => Assert.True(float.IsNaN(value), $"{value} after the NaN"));
            Assert.All(poisoned.Hidden.Concat(poisoned.Cell), value => Assert.True(float.IsNaN(value), $"{value} in the state"));
        });

    [Theory]
    [MemberData(nameof(Models))]
    public void AnInfinitySaturatesAndStaysInItsRow(string name)
        => CheckPoison(name, float.NegativeInfinity, (shape, clean, poisoned, step) =>
        {
            int from = step * shape.OutputSize;
            Bits.AssertSame(clean.Outputs.AsSpan(0, from), poisoned.Outputs.AsSpan(0, from), "outputs before the infinity");
            Assert.All(poisoned.Outputs.Concat(poisoned.Cell), value => Assert.True(float.IsFinite(value), $"{value}"));
            Assert.All(poisoned.Hidden, value => Assert.InRange(value, -1, 1));
        });

    [Theory]
    [MemberData(nameof(Models))]
    public void InfinitiesAgreeWithTheReference(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Property.Check(model, trial =>
        {
            if (trial.Inputs.Length > 0)
            {
                // One infinite feature: two could meet as infinity minus infinity.
                trial.Inputs[trial.Scenario.LengthSeed % trial.Inputs.Length] =
                    trial.Scenario.LengthSeed % 2 == 0 ? float.PositiveInfinity : float.NegativeInfinity;
            }

            var lengths = new int[trial.Scenario.Batch];
            Array.Fill(lengths, trial.Scenario.Steps);
            AccuracyTests.AssertClose(trial, lengths, trial.Run(model.Create(trial.Loaded)));
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void AUsedStateIsAsGoodAsANewOne(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Property.Check(model, trial =>
        {
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
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ResetGivesTheZeroState(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Property.Check(model, (Scenario drawn) =>
        {
            var trial = new Trial(model.Shape, drawn with { ZeroState = true });
            CompiledModel compiled = model.Create(trial.Loaded);
            Result expected = trial.Run(compiled);
            LstmState whole = StreamTests.Dirty(compiled, trial);
            LstmState rows = StreamTests.Dirty(compiled, trial);
            whole.Reset();
            for (int row = 0; row < drawn.Batch; row++)
            {
                rows.ResetRow(row);
            }

            foreach (LstmState state in (LstmState[])[whole, rows, compiled.CreateState(drawn.Batch)])
            {
                float[] outputs = trial.Poisoned(trial.Scenario.Steps);
                compiled.Run(trial.Inputs, state, outputs);
                expected.AssertSame(Result.Of(outputs, state), "after a reset");
            }
        });
    }

    private static void CheckPoison(string name, float poison, Action<LstmShape, Result, Result, int> checkRow)
    {
        ModelCase model = ModelCases.Get(name);
        LstmShape shape = model.Shape;
        Property.Check(model, (Scenario drawn) =>
        {
            var trial = new Trial(shape, drawn with { Steps = Math.Max(1, drawn.Steps), Batch = Math.Max(2, drawn.Batch) });
            int batch = trial.Scenario.Batch;
            int step = trial.Scenario.Split;
            step = Math.Min(step, trial.Scenario.Steps - 1);
            int row = drawn.LengthSeed % batch;
            foreach (string kernelSet in model.KernelSets)
            {
                CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
                int at = (((step * batch) + row) * shape.Input) + (drawn.Seed % shape.Input);
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
        });
    }
}
