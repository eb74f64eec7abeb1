using LstmGen.Conformance.Properties;

namespace LstmGen.Conformance.Gradients;

/// <summary>The gradients that belong to a row (of its inputs and initial states) have the same bits in any company.</summary>
public sealed class GradientRowTests
{
    [Property]
    public void EveryRowOfABatchEqualsTheRowAlone(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        TrainingResult together = trial.Run(model);
        for (int row = 0; row < trial.Batch; row++)
        {
            TrainingResult alone = trial.Row(row).Run(model);
            alone.AssertSameRows(together.Row(trial.Shape, trial.Batch, row), $"row {row}");
        }
    }

    [Property]
    public void EveryRaggedRowEqualsTheRowAloneOfItsLength(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingResult ragged = trial.Run(model, lengths);
        for (int row = 0; row < trial.Batch; row++)
        {
            TrainingResult alone = trial.Row(row).Cut(0, lengths[row]).Run(model).Padded(trial.Shape, 1, trial.Steps);
            TrainingResult found = ragged.Row(trial.Shape, trial.Batch, row);
            alone.Forward.AssertSame(found.Forward, $"row {row}, length {lengths[row]}");
            alone.AssertSameRows(found, $"row {row}, length {lengths[row]}");
        }
    }

    [Property]
    public void FullLengthsEqualThePassWithoutLengths(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        Array.Fill(lengths, trial.Steps);
        trial.Run(model).AssertSame(trial.Run(model, lengths), "full lengths");
    }

    [Property]
    public void LengthZeroPassesTheStatesGradientsThrough(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        Array.Clear(lengths);
        TrainingResult result = trial.Run(model, lengths);
        Bits.AssertSame(trial.HiddenGradients, result.Hidden, "gradient of h0");
        Bits.AssertSame(trial.CellGradients, result.Cell, "gradient of c0");
        Bits.AssertSame(new float[trial.Inputs.Length], result.Inputs, "gradient of the inputs");
        Assert.All(result.Parameters, one => Bits.AssertSame(new float[one.Values.Length], one.Values, one.Name));
    }

    [Property]
    public void WhatLiesPastALengthIsNotRead(Case drawn)
    {
        ModelCase model = drawn.Model;
        LstmShape shape = model.Shape;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingResult clean = trial.Run(model, lengths);
        trial.PastLengths(lengths, at =>
        {
            trial.Inputs.AsSpan(at * shape.Input, shape.Input).Fill(at % 2 == 0 ? float.NaN : float.PositiveInfinity);
            trial.OutputGradients.AsSpan(at * shape.OutputSize, shape.OutputSize).Fill(at % 2 == 0 ? float.NegativeInfinity : float.NaN);
        });
        TrainingResult poisoned = trial.Run(model, lengths);
        clean.AssertSame(poisoned, "NaN and infinity past the lengths");
        trial.PastLengths(lengths, at =>
            Bits.AssertSame(new float[shape.Input], poisoned.Inputs.AsSpan(at * shape.Input, shape.Input), "input gradients past a length"));
    }

    [Property]
    public void ANaNInARowPoisonsTheGradientsOfThatRowAlone(Case drawn)
    {
        ModelCase model = drawn.Model;
        LstmShape shape = model.Shape;
        Scenario scenario = drawn.Scenario with { Steps = Math.Max(1, drawn.Scenario.Steps), Batch = Math.Max(2, drawn.Scenario.Batch) };
        TrainingTrial trial = TrainingTrial.Of(new Trial(shape, scenario));
        int row = scenario.LengthSeed % trial.Batch;
        int step = Math.Min(scenario.Split, trial.Steps - 1);
        TrainingResult clean = trial.Run(model);
        trial.Inputs[(((step * trial.Batch) + row) * shape.Input) + (scenario.Seed % shape.Input)] = float.NaN;
        TrainingResult poisoned = trial.Run(model);
        for (int other = 0; other < trial.Batch; other++)
        {
            TrainingResult found = poisoned.Row(shape, trial.Batch, other);
            if (other == row)
            {
                // What was clipped before the NaN came has no gradient, whatever comes from above.
                bool clips = shape.CellOptions.Clip > 0 || shape.CellOptions.CellClip > 0;
                Assert.All((float[])[.. found.Inputs, .. found.Hidden, .. found.Cell], value => Assert.True(float.IsNaN(value) || (clips && value == 0), $"{value}"));
            }
            else
            {
                clean.Row(shape, trial.Batch, other).AssertSameRows(found, $"row {other} beside a poisoned one");
            }
        }

        // A mistake in the data is not to vanish in a sum.
        Assert.All(poisoned.Parameters[0].Values, value => Assert.True(float.IsNaN(value), $"{value} in {poisoned.Parameters[0].Name}"));
    }
}
