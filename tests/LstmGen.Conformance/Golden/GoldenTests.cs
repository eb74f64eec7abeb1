using System.Security.Cryptography;
using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Golden;

/// <summary>PyTorch's own results, within the tolerance its index gives each case, on every kernel set.</summary>
[Trait("Leg", "Emulated")]
public sealed class GoldenTests
{
    public static TheoryData<string> Cases => [.. GoldenCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void KernelsAgreeWithPyTorch(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        LstmWeights weights = golden.Weights().ToLstmWeights();
        foreach (string kernelSet in golden.Model.KernelSets)
        {
            CompiledModel model = golden.Model.Create(weights, kernelSet);
            AssertClose(golden, Run(golden, model), kernelSet);
            if (golden.Batch == 1)
            {
                AssertClose(golden, RunByStep(golden, model), $"{kernelSet}, Step by Step");
            }
        }
    }

    /// <summary>What the other tests compare with is itself compared with PyTorch.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void TheReferenceAgreesWithPyTorch(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        (ReferenceRun run, ReferenceGradients gradients) = golden.Reference();
        const double floatRounding = 1.0 / (1 << 23);
        AssertWithin(floatRounding, golden.Tensor("output"), run.Outputs, "output");
        AssertWithin(floatRounding, golden.Tensor("h_n"), run.Hidden, "h_n");
        AssertWithin(floatRounding, golden.Tensor("c_n"), run.Cell, "c_n");
        AssertGradient(golden, floatRounding, "input", gradients.Inputs);
        AssertGradient(golden, floatRounding, "h0", gradients.Hidden);
        AssertGradient(golden, floatRounding, "c0", gradients.Cell);
        foreach ((string tensor, double[] values) in gradients.Parameters())
        {
            AssertGradient(golden, floatRounding, tensor, values);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheFileIsTheOneOfTheIndex(string name)
    {
        GoldenCase golden = GoldenCase.Load(name);
        Assert.Equal(golden.Sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(golden.Path))));
    }

    private static Result Run(GoldenCase golden, CompiledModel model)
    {
        LstmState state = InitialState(golden, model);
        float[] outputs = Poisoned(golden);
        if (golden.Lengths is null)
        {
            model.Run(golden.Tensor("input"), state, outputs);
        }
        else
        {
            model.Run(golden.Tensor("input"), golden.Lengths, state, outputs);
        }

        return Result.Of(outputs, state);
    }

    private static Result RunByStep(GoldenCase golden, CompiledModel model)
    {
        LstmState state = InitialState(golden, model);
        float[] inputs = golden.Tensor("input");
        float[] outputs = Poisoned(golden);
        int input = golden.Shape.Input;
        int size = golden.Shape.OutputSize;
        for (int step = 0; step < golden.Steps; step++)
        {
            model.Step(inputs.AsSpan(step * input, input), state, outputs.AsSpan(step * size, size));
        }

        return Result.Of(outputs, state);
    }

    private static LstmState InitialState(GoldenCase golden, CompiledModel model)
    {
        LstmState state = model.CreateState(golden.Batch);
        if (!golden.ZeroState)
        {
            state.Import(golden.Tensor("h0"), golden.Tensor("c0"));
        }

        return state;
    }

    private static float[] Poisoned(GoldenCase golden)
    {
        var outputs = new float[golden.Steps * golden.Batch * golden.Shape.OutputSize];
        Array.Fill(outputs, float.NaN);
        return outputs;
    }

    private static void AssertClose(GoldenCase golden, Result result, string what)
    {
        AssertWithin(golden.Tolerance, result.Outputs, ReferenceModels.Widen(golden.Tensor("output")), $"output, {what}");
        AssertWithin(golden.Tolerance, result.Hidden, ReferenceModels.Widen(golden.Tensor("h_n")), $"h_n, {what}");
        AssertWithin(golden.Tolerance, result.Cell, ReferenceModels.Widen(golden.Tensor("c_n")), $"c_n, {what}");
    }

    private static void AssertGradient(GoldenCase golden, double tolerance, string tensor, double[] values)
    {
        double error = golden.Gradient(tensor) is { } gradient ? ErrorBound.Of(gradient, values, golden.GradientFloor) : 0;
        Assert.True(error <= tolerance, FormattableString.Invariant($"gradient of {tensor}: error {error:e2} exceeds {tolerance:e0}"));
    }

    private static void AssertWithin(double tolerance, float[] values, double[] reference, string tensor)
    {
        double error = ErrorBound.Of(values, reference, floor: double.Epsilon);
        Assert.True(error <= tolerance, FormattableString.Invariant($"{tensor}: error {error:e2} exceeds {tolerance:e0}"));
    }
}
