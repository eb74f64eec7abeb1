using System.Reflection;
using System.Runtime.Intrinsics.X86;
using LstmGen.Generator.Dialects;
using LstmGen.TestKit.Roslyn;
using LstmGen.Training;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Tests.Kernels;

/// <summary>
/// The kernels for AVX-512 on a processor that has AVX2 alone: their text, with classes beside it that do each instruction of 512 bits by two of 256. So a machine without AVX-512 notices
/// a wrong index or tile in them.
/// </summary>
public class WideVectorTests
{
    private const string Models = """
        #pragma warning disable CS1591
        namespace Wide;
        [LstmGen.LstmModel(20, 2, 24, 3, Weights = LstmGen.LstmNumbers.Int16)] public partial class Words;
        [LstmGen.LstmModel(100, 2, 3, Peepholes = true, Weights = LstmGen.LstmNumbers.Int8, LowLatency = true)] public partial class Bytes;
        [LstmGen.LstmModel(65, 1, 33, Projection = 18, Weights = LstmGen.LstmNumbers.Int8)] public partial class Projected;
        [LstmGen.LstmModel(37, 1, 21, 2, Norm = LstmGen.LstmNorm.Gates, Weights = LstmGen.LstmNumbers.Int16)] public partial class Normalised;
        [LstmGen.LstmModel(43, 2, 9, 2, LowLatency = true)] public partial class Floats;
        [LstmGen.LstmModel(8, 1, 1)] public partial class Small;
        [LstmGen.LstmNetwork(40, Weights = LstmGen.LstmNumbers.Int8)] [LstmGen.Dense(24, Activation = LstmGen.LstmActivation.Tanh)] [LstmGen.Gru(33, ResetAfter = false)] [LstmGen.Slstm(24, Heads = 2)]
        [LstmGen.Lstm(16)] [LstmGen.Dense(9, Activation = LstmGen.LstmActivation.Relu)] [LstmGen.Dense(4)] public partial class Chain;
        """;

    // In the namespace of the kernels they come before those of System.Runtime.Intrinsics.X86.
    private const string Halves = """
        namespace LstmGen.Generated;

        using System.Runtime.Intrinsics;
        using System.Runtime.Intrinsics.X86;

        internal static class Avx512F
        {
            internal static Vector512<float> FusedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c)
                => Vector512.Create(Fma.MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), Fma.MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));

            internal static Vector512<float> FusedMultiplyAddNegated(Vector512<float> a, Vector512<float> b, Vector512<float> c)
                => Vector512.Create(Fma.MultiplyAddNegated(a.GetLower(), b.GetLower(), c.GetLower()), Fma.MultiplyAddNegated(a.GetUpper(), b.GetUpper(), c.GetUpper()));

            internal static Vector512<float> Min(Vector512<float> a, Vector512<float> b)
                => Vector512.Create(Avx.Min(a.GetLower(), b.GetLower()), Avx.Min(a.GetUpper(), b.GetUpper()));

            internal static Vector512<float> Max(Vector512<float> a, Vector512<float> b)
                => Vector512.Create(Avx.Max(a.GetLower(), b.GetLower()), Avx.Max(a.GetUpper(), b.GetUpper()));
        }

        internal static class Avx512BW
        {
            internal static Vector512<int> MultiplyAddAdjacent(Vector512<short> a, Vector512<short> b)
                => Vector512.Create(Avx2.MultiplyAddAdjacent(a.GetLower(), b.GetLower()), Avx2.MultiplyAddAdjacent(a.GetUpper(), b.GetUpper()));

            internal static Vector512<short> MultiplyAddAdjacent(Vector512<byte> a, Vector512<sbyte> b)
                => Vector512.Create(Avx2.MultiplyAddAdjacent(a.GetLower(), b.GetLower()), Avx2.MultiplyAddAdjacent(a.GetUpper(), b.GetUpper()));
        }
        """;

    private static readonly Lazy<Assembly> s_models = new(Compiled);

    [Theory]
    [InlineData("Words")]
    [InlineData("Bytes")]
    [InlineData("Projected")]
    [InlineData("Normalised")]
    [InlineData("Floats")]
    [InlineData("Small")]
    [InlineData("Chain")]
    public void Kernels_of_wide_vectors_have_the_bits_of_others(string name)
    {
        Assert.SkipUnless(Fma.IsSupported && Avx2.IsSupported, "Two halves need AVX2.");
        Type model = s_models.Value.GetType($"Wide.{name}", throwOnError: true)!;
        float[] expected = Exercise(model, "AVX2"), found = Exercise(model, "AVX-512");
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), found.Select(BitConverter.SingleToInt32Bits));
        if (model.GetInterfaces().Any(each => each.Name.StartsWith("ILstmLowLatencyModel", StringComparison.Ordinal)))
        {
            Assert.Equal(Exercise(model, "AVX2", nameof(Shared)), Exercise(model, "AVX-512", nameof(Shared)));
        }
    }

    private static Assembly Compiled()
    {
        string supported = Dialect.All.Single(dialect => dialect.Name == "AVX-512").Supported;
        GeneratorRun run = GeneratorHarness.RunProject([("_LstmGenKernelSets", "AVX-512;AVX2")], Models);
        int replaced = 0;
        Compilation wide = run.Input.AddSyntaxTrees(GeneratorHarness.Parse(Halves, "Halves.cs")).AddSyntaxTrees(run.Sources.Select(source =>
        {
            string text = source.SourceText.ToString();
            string always = text.Replace(supported, "true", StringComparison.Ordinal);
            replaced += always == text ? 0 : 1;
            return GeneratorHarness.Parse(always, source.HintName);
        }));
        Assert.True(replaced > 0, "No generated text names the condition of AVX-512.");
        using var image = new MemoryStream();
        var result = wide.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error).Take(10)));
        return GeneratorRun.Load(image.ToArray());
    }

    private static float[] Exercise(Type model, string kernelSet, string method = nameof(All))
        => (float[])typeof(WideVectorTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(model).Invoke(null, [kernelSet])!;

    /// <summary>Steps, a sequence, batches with and without lengths, and gradients.</summary>
    private static float[] All<T>(string kernelSet)
        where T : class, ILstmTrainable<T>, ILstmStreamingModel<T>
    {
        const int Steps = 5, Batch = 7;
        List<float> results = [];
        LstmWeights weights = LstmWeights.Random(5);
        float[] inputs = [.. Enumerable.Range(0, Steps * Batch * T.Shape.Input).Select(index => 2 * MathF.Sin(index * 1.7f))], outputs = new float[Steps * Batch * T.Shape.OutputSize];
        T model = T.Create(weights, kernelSet);
        Assert.Equal(kernelSet, model.KernelSet);
        LstmState one = model.CreateState(), many = model.CreateState(Batch);
        for (int step = 0; step < Steps; step++)
        {
            model.Step(inputs.AsSpan(step * T.Shape.Input, T.Shape.Input), one, outputs.AsSpan(0, T.Shape.OutputSize));
            results.AddRange(outputs.AsSpan(0, T.Shape.OutputSize));
        }

        model.Run(inputs.AsSpan(0, Steps * T.Shape.Input), one, outputs.AsSpan(0, Steps * T.Shape.OutputSize));
        results.AddRange(outputs.AsSpan(0, Steps * T.Shape.OutputSize));
        model.Run(inputs, many, outputs);
        results.AddRange(outputs);
        model.Run(inputs, [5, 0, 3, 1, 5, 2, 4], many, outputs);
        results.AddRange(outputs);
        for (int layer = 0; layer < many.LayerCount; layer++)
        {
            results.AddRange(Enumerable.Range(0, Batch).SelectMany(row => many.Hidden(layer, row)));
        }

        using LstmTape tape = T.CreateTape(weights.Bind(T.Shape), new LstmTapeOptions { Batch = Batch, Steps = Steps, KernelSet = kernelSet });
        tape.Forward(inputs, tape.CreateState(), outputs);
        tape.Backward(outputs);
        results.AddRange(tape.Trainables.SelectMany(trainable => trainable.Gradients.ToArray()));
        return [.. results];
    }

    /// <summary>Steps that three threads share.</summary>
    private static float[] Shared<T>(string kernelSet)
        where T : class, ILstmLowLatencyModel<T>
    {
        T model = T.Create(LstmWeights.Random(5), kernelSet);
        using var shared = new LstmLowLatency<T>(model, new() { Threads = 3 });
        LstmState state = model.CreateState();
        List<float> results = [];
        float[] output = new float[T.Shape.OutputSize];
        for (int step = 0; step < 5; step++)
        {
            shared.Step([.. Enumerable.Range(0, T.Shape.Input).Select(index => MathF.Sin(index + step))], state, output);
            results.AddRange(output);
        }

        return [.. results];
    }
}
