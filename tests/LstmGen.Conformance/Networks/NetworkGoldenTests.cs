using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Networks;

/// <summary>PyTorch's and ONNX' own results of networks, forwards and backwards, within the tolerance of each case, on every kernel set; and the reference's.</summary>
[Trait("Leg", "Emulated")]
public sealed class NetworkGoldenTests
{
    public static TheoryData<string> Cases => [.. NetworkGolden.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void KernelsAgree(string name)
    {
        NetworkGolden golden = NetworkGolden.Load(name);
        NetworkTrial trial = golden.Trial;
        foreach (string kernelSet in golden.Network.Model.KernelSets)
        {
            Result run = trial.Run(kernelSet, lengths: true);
            foreach (((string tensor, float[] expected), float[] found) in golden.Results.Zip([run.Outputs, run.Hidden, run.Cell]))
            {
                AssertWithin(golden.Tolerance, found, ReferenceModels.Widen(expected), $"{tensor}, {kernelSet}");
            }

            foreach (((string tensor, float[] expected), (string own, float[] found)) in golden.Gradients.Zip(trial.Train(kernelSet).Gradients))
            {
                Assert.Equal(tensor, own);
                AssertWithin(golden.GradientTolerance, found, ReferenceModels.Widen(expected), $"gradient of {tensor}, {kernelSet}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceAgrees(string name)
    {
        const double floatRounding = 1.0 / (1 << 23);
        NetworkGolden golden = NetworkGolden.Load(name);
        ReferenceSolution solution = golden.Trial.Problem(lengths: true).Solve();
        foreach (((string tensor, float[] expected), double[] found) in golden.Results.Zip([solution.Outputs, solution.Hidden, solution.Cell]))
        {
            AssertWithin(floatRounding, expected, found, tensor);
        }

        foreach (((string tensor, float[] expected), (_, double[] found)) in golden.Gradients.Zip(solution.Gradients))
        {
            AssertWithin(floatRounding, expected, found, $"gradient of {tensor}");
        }
    }

    private static void AssertWithin(double tolerance, float[] values, double[] reference, string tensor)
    {
        double error = ErrorBound.Of(values, reference, double.Epsilon);
        Assert.True(error <= tolerance, FormattableString.Invariant($"{tensor}: error {error:e2} exceeds {tolerance:e0}"));
    }
}
