namespace LstmGen.Conformance.Properties;

/// <summary>A row of a ragged batch equals the row alone, run only to its length; past it outputs are exactly 0.</summary>
public sealed class LengthTests
{
    [Property]
    public void RowsEqualTheirTruncatedRuns(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        CompiledModel compiled = model.Create(trial.Loaded);
        Result ragged = trial.Run(compiled, lengths);
        for (int row = 0; row < lengths.Length; row++)
        {
            Truncated(compiled, trial.Row(row), lengths[row])
                .AssertSame(ragged.Row(model.Shape, trial.Scenario.Batch, row), $"row {row}, length {lengths[row]}");
        }
    }

    [Property]
    public void FullLengthsEqualTheRunWithoutLengths(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        CompiledModel compiled = model.Create(trial.Loaded);
        var lengths = new int[trial.Scenario.Batch];
        Array.Fill(lengths, trial.Scenario.Steps);
        trial.Run(compiled).AssertSame(trial.Run(compiled, lengths), "full lengths");
    }

    [Property]
    public void WhatLiesPastALengthDoesNotMatter(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        CompiledModel compiled = model.Create(trial.Loaded);
        Result clean = trial.Run(compiled, lengths);
        for (int row = 0; row < lengths.Length; row++)
        {
            for (int step = lengths[row]; step < trial.Scenario.Steps; step++)
            {
                trial.Inputs.AsSpan(((step * lengths.Length) + row) * model.Shape.Input, model.Shape.Input)
                    .Fill(step % 2 == 0 ? float.NaN : float.PositiveInfinity);
            }
        }

        clean.AssertSame(trial.Run(compiled, lengths), "NaN and infinity past the lengths");
    }

    /// <summary>The first steps of one row; the outputs of the others are +0.</summary>
    private static Result Truncated(CompiledModel model, Trial row, int length)
    {
        LstmState state = row.InitialState(model);
        var outputs = new float[row.Scenario.Steps * row.Shape.OutputSize];
        model.Run(row.Steps(0, length), state, outputs.AsSpan(0, length * row.Shape.OutputSize));
        return Result.Of(outputs, state);
    }
}
