namespace LstmGen.Conformance.Properties;

/// <summary>A row's bits do not depend on its company: alone, in any batch, at any place.</summary>
public sealed class BatchTests
{
    [Property]
    public void EveryRowOfABatchEqualsTheRowAlone(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        CompiledModel compiled = model.Create(trial.Loaded);
        Result together = trial.Run(compiled);
        for (int row = 0; row < trial.Scenario.Batch; row++)
        {
            Result alone = trial.Row(row).Run(compiled);
            alone.AssertSame(together.Row(model.Shape, trial.Scenario.Batch, row), $"row {row}");
        }
    }

    [Property]
    public void EqualRowsGiveEqualBitsAtEveryPlace(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        int batch = Math.Max(2, scenario.Batch);
        var single = new Trial(model.Shape, scenario with { Batch = 1 });
        CompiledModel compiled = model.Create(single.Loaded);
        Result alone = single.Run(compiled);
        LstmState state = compiled.CreateState(batch);
        state.Import(Repeat(single.Hidden, model.Shape.Hidden, batch), Repeat(single.Cell, model.Shape.Hidden, batch));
        var outputs = new float[scenario.Steps * batch * model.Shape.OutputSize];
        compiled.Run(Repeat(single.Inputs, model.Shape.Input, batch), state, outputs);
        Result together = Result.Of(outputs, state);
        for (int row = 0; row < batch; row++)
        {
            alone.AssertSame(together.Row(model.Shape, batch, row), $"row {row} of {batch} equal ones");
        }
    }

    /// <summary>Copies each group of features so often: a batch of equal rows.</summary>
    private static float[] Repeat(float[] values, int features, int batch)
    {
        var rows = new float[values.Length * batch];
        for (int index = 0; index < rows.Length / features; index++)
        {
            values.AsSpan(index / batch * features, features).CopyTo(rows.AsSpan(index * features));
        }

        return rows;
    }
}
