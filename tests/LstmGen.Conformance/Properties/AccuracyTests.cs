using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Properties;

/// <summary>The best kernel set against the double reference; the other sets follow because their bits are equal.</summary>
public sealed class AccuracyTests
{
    [Property]
    public void KernelsAgreeWithTheReference(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        Result result = trial.Run(model.Create(trial.Loaded), lengths);
        AssertClose(trial, lengths, result);
    }

    /// <summary>Outputs, h and c within the stated bound.</summary>
    internal static void AssertClose(Trial trial, int[] lengths, Result result)
    {
        ReferenceRun reference = Reference(trial, lengths);
        double bound = ErrorBound.Of(trial.Shape, trial.Scenario.Steps);
        AssertWithin(bound, result.Outputs, reference.Outputs, "outputs");
        AssertWithin(bound, result.Hidden, reference.Hidden, "h");
        AssertWithin(bound, result.Cell, reference.Cell, "c");
    }

    internal static ReferenceRun Reference(Trial trial, int[] lengths) => ReferenceModels.Of(trial.Weights).Forward(
        ReferenceModels.Widen(trial.Inputs), lengths, ReferenceModels.Widen(trial.Hidden), ReferenceModels.Widen(trial.Cell));

    private static void AssertWithin(double bound, float[] values, double[] reference, string tensor)
    {
        double error = ErrorBound.Of(values, reference, ErrorBound.Floor);
        Assert.True(error <= bound, FormattableString.Invariant($"{tensor}: error {error:e2} exceeds the bound {bound:e2}"));
    }
}
