using LstmGen.Conformance.Golden;
using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Gradients;

/// <summary>Every gradient of the best kernel set against the double reference; the other sets follow because their bits are equal.</summary>
public sealed class GradientAccuracyTests
{
    [Property]
    public void GradientsAgreeWithTheReference(Case drawn)
    {
        ModelCase model = drawn.Model;
        Trial trial = drawn.Trial();
        int[] lengths = trial.Scenario.Lengths();
        TrainingTrial training = TrainingTrial.Of(trial);
        AssertClose(training, trial.Weights, lengths, training.Run(model, lengths));
    }

    /// <summary>Every gradient within the stated bound.</summary>
    internal static void AssertClose(
        TrainingTrial trial, TestWeights weights, int[] lengths, TrainingResult result, ReferenceMasks? masks = null)
    {
        ReferenceLstm model = ReferenceModels.Of(weights);
        ReferenceRun run = model.Forward(Wide(trial.Inputs), lengths, Wide(trial.Hidden), Wide(trial.Cell), masks);
        ReferenceGradients reference = ReferenceBackward.Run(
            model, run, Wide(trial.OutputGradients), Wide(trial.HiddenGradients), Wide(trial.CellGradients), masks);
        double bound = GradientBound.Of(trial.Shape, trial.Steps, trial.Batch);
        (string Name, double[] Values)[] expected =
            [.. reference.Parameters(), ("inputs", reference.Inputs), ("h0", reference.Hidden), ("c0", reference.Cell)];
        (string Name, float[] Values)[] found = [.. result.Gradients()];
        Assert.Equal(expected.Select(one => one.Name), found.Select(one => one.Name));
        foreach (((string tensor, double[] values), (_, float[] floats)) in expected.Zip(found))
        {
            GradientBound.AssertWithin(bound, tensor, trial.Steps, trial.Batch, floats, values);
        }

        GradientBound.AssertWithin(bound, "outputs", trial.Steps, trial.Batch, result.Forward.Outputs, run.Outputs);
    }

    private static double[] Wide(float[] values) => ReferenceModels.Widen(values);
}

/// <summary>PyTorch's own gradients, within the tolerance its index gives each case, on every kernel set.</summary>
[Trait("Leg", "Emulated")]
public sealed class GoldenGradientTests
{
    public static TheoryData<string> Cases => GoldenTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientsAgreeWithPyTorch(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        var trial = new TrainingTrial(
            golden.Shape, golden.Weights().ToLstmWeights(), golden.Steps, golden.Batch,
            golden.Tensor("input"), golden.Tensor("h0"), golden.Tensor("c0"),
            golden.Tensor("grad_output"), golden.Tensor("grad_h_n"), golden.Tensor("grad_c_n"));
        foreach (string kernelSet in golden.Model.KernelSets)
        {
            TrainingResult result = trial.Run(golden.Model, golden.Lengths, trial.Options with { KernelSet = kernelSet });
            foreach ((string tensor, float[] values) in result.Gradients())
            {
                if (golden.Gradient(tensor == "inputs" ? "input" : tensor) is not { } gradient)
                {
                    continue;
                }

                double[] expected = ReferenceModels.Widen(gradient);
                double error = ErrorBound.Of(values, expected, golden.GradientFloor);
                Assert.True(
                    error <= golden.GradientTolerance,
                    FormattableString.Invariant($"gradient of {tensor}, {kernelSet}: error {error:e2} exceeds {golden.GradientTolerance:e0}"));
            }
        }
    }
}
