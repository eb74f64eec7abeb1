using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>A backward pass is linear in what comes from above, and gradients of several passes add up.</summary>
public sealed class LinearityTests
{
    /// <summary>Multiplying by a power of two rounds nothing, so it commutes with every sum; only the sign of a zero may differ.</summary>
    [Property]
    public void TwiceTheUpstreamGradientsNegatedGiveTwiceTheGradientsNegated(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingTrial scaled = trial with
        {
            OutputGradients = Scale(trial.OutputGradients),
            HiddenGradients = Scale(trial.HiddenGradients),
            CellGradients = Scale(trial.CellGradients),
        };
        TrainingResult once = trial.Run(model, lengths);
        TrainingResult twice = scaled.Run(model, lengths);
        foreach (((string tensor, float[] values), (_, float[] others)) in once.Gradients().Zip(twice.Gradients()))
        {
            AssertEqual(Scale(values), others, tensor);
        }
    }

    [Property]
    public void TheGradientsOfASumAreTheSumOfTheGradients(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        var random = new SplitMix((ulong)trial.Batch);
        TrainingTrial other = trial with
        {
            OutputGradients = random.Fill(trial.OutputGradients.Length, 1),
            HiddenGradients = random.Fill(trial.HiddenGradients.Length, 1),
            CellGradients = random.Fill(trial.CellGradients.Length, 1),
        };
        TrainingTrial both = trial with
        {
            OutputGradients = Sum(trial.OutputGradients, other.OutputGradients),
            HiddenGradients = Sum(trial.HiddenGradients, other.HiddenGradients),
            CellGradients = Sum(trial.CellGradients, other.CellGradients),
        };
        AssertSum(trial, trial.Run(model, lengths), other.Run(model, lengths), both.Run(model, lengths).Gradients());
    }

    [Property]
    public void AccumulatedGradientsAreTheSumOfBothPasses(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingTrial other = trial with { OutputGradients = new SplitMix(3).Fill(trial.OutputGradients.Length, 1) };
        using LstmTape tape = trial.CreateTape(model);
        TrainingResult first = trial.Run(tape, lengths);
        TrainingResult second = other.Run(model);
        TrainingResult accumulated = other.Run(tape, accumulate: true);
        second.AssertSameRows(accumulated, "what belongs to rows is never added up");
        AssertSum(trial, first with { Inputs = [], Hidden = [], Cell = [] }, second, accumulated.Parameters);
    }

    /// <summary>Replaced whatever they were; and added to none, or none added, they are what they were.</summary>
    [Property]
    public void AccumulationStartsFromNothingAndAddsNothingForNothing(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingResult expected = trial.Run(model, lengths);
        using LstmTape tape = trial.CreateTape(model);
        expected.AssertSame(trial.Run(tape, lengths, accumulate: true), "added to none");
        foreach (LstmTrainable trainable in tape.Trainables)
        {
            trainable.Gradients.Fill(float.NaN);
        }

        expected.AssertSame(trial.Run(tape, lengths), "what was there is replaced");
        TrainingTrial silent = trial with
        {
            OutputGradients = new float[trial.OutputGradients.Length],
            HiddenGradients = new float[trial.Hidden.Length],
            CellGradients = new float[trial.Cell.Length],
        };
        TrainingResult same = silent.Run(tape, accumulate: true);
        Assert.All(same.Inputs, value => Assert.Equal(0, value));
        Assert.All(expected.Parameters.Zip(same.Parameters), pair => AssertEqual(pair.First.Values, pair.Second.Values, pair.First.Name));
    }

    private static void AssertSum(TrainingTrial trial, TrainingResult left, TrainingResult right, IEnumerable<(string, float[])> found)
    {
        double bound = 2 * GradientBound.Rounding(trial.Shape, trial.Steps, trial.Batch);
        foreach (((string tensor, float[] a), (_, float[] b), (_, float[] values)) in left.Gradients().Zip(right.Gradients(), found))
        {
            double[] expected = [.. a.Zip(b, (x, y) => (double)x + y)];
            GradientBound.AssertWithin(bound, tensor, trial.Steps, trial.Batch, values, expected);
        }
    }

    /// <summary>Equal numbers: the sign of a zero may differ.</summary>
    private static void AssertEqual(float[] expected, float[] found, string tensor)
    {
        Assert.Equal(expected.Length, found.Length);
        int at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(at == expected.Length, $"gradient of {tensor}, value {at}: {(at < found.Length ? (expected[at], found[at]) : default)}");
    }

    private static float[] Scale(float[] values) => [.. values.Select(value => -2 * value)];

    private static float[] Sum(float[] left, float[] right) => [.. left.Zip(right, (a, b) => a + b)];
}
