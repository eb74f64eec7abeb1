using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Emission;

/// <summary>
/// Scratch is as large as the plan says: with panels twice as wide as any instruction set has them today, or wider, batches and training
/// give the bits of the usual kernels.
/// </summary>
public class WidePanelTests
{
    private const string Driver = """
        #pragma warning disable CS1591
        using LstmGen;
        using LstmGen.Kernels;
        using LstmGen.Training;
        using LstmGen.Training.Kernels;
        [LstmModel(HIDDEN, 2, 3, 2)] public partial class Usual;
        public static class Wide
        {
            public static void Run(LstmWeights weights, float[] inputs, int[] lengths, int steps, float[] outputs)
            {
                var packed = new LstmPackedWeights(Usual.Shape, weights.Bind(Usual.Shape), LstmGen.Generated.NETWORK.Layout);
                LstmRunner<LstmGen.Generated.NETWORK>.Run(packed, inputs, lengths, steps, new LstmState(Usual.Shape, lengths.Length), outputs);
            }

            public static LstmTape Tape(LstmParameters parameters, LstmTapeOptions options)
                => new LstmKernelTape<LstmGen.Generated.NETWORK>(Usual.Shape, parameters, options, "wide");
        }
        """;

    private const int Batch = 70, Steps = 5;

    [Theory]
    [InlineData("Portable", 8, 64)]
    [InlineData("AVX2", 4, 64)]
    [InlineData("AVX-512", 2, 70)]
    public void Wide_panels_have_the_scratch_they_need(string set, int vectors, int hidden)
    {
        var dialect = new WideDialect(Dialect.All.Single(each => each.Name == set), vectors);
        Assert.SkipUnless(set == "Portable" || (set == "AVX2" ? Avx2.IsSupported && Fma.IsSupported : Avx512F.VL.IsSupported && Vector512.IsHardwareAccelerated), $"This processor has no {set}.");
        var network = Network.Of(new ModelSpec(
            new("", default, "partial class Usual", "Usual", "Usual", "Usual"), hidden, 2, 3, 2, true, ActivationKind.Accurate, UnrollKind.Auto, default));
        Assert.True(NetworkPlan.Of(network, dialect.Target).Uses.All(use => use.Layer.Panels[0].Width > 16));
        string driver = Driver.Replace("HIDDEN", $"{hidden}", StringComparison.Ordinal).Replace("NETWORK", NetworkEmitter.TypeName(network, dialect), StringComparison.Ordinal);
        GeneratedFile[] kernels =
        [
            .. network.Layers.SelectMany(layer => new[] { LayerEmitter.EmitLayer(layer, dialect), TrainingEmitter.EmitLayer(layer, dialect) }),
            NetworkEmitter.EmitNetwork(network, dialect), NetworkTraining.EmitNetwork(network, dialect),
        ];

        Assembly assembly = GeneratorHarness.Run([driver, .. kernels.Select(file => WithUsualHead(file.Text, dialect))]).Load();

        typeof(WidePanelTests).GetMethod(nameof(Compare), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(assembly.GetType("Usual", throwOnError: true)!).Invoke(null, [assembly.GetType("Wide", throwOnError: true)]);
    }

    private static void Compare<T>(Type wide)
        where T : class, LstmGen.Training.ILstmTrainable<T>
    {
        LstmWeights weights = LstmWeights.Random(7);
        float[] inputs = [.. Enumerable.Range(0, Steps * Batch * 3).Select(index => MathF.Sin(index))];
        int[] lengths = [.. Enumerable.Range(0, Batch).Select(row => 1 + (row * 7 % Steps))];
        float[] expected = new float[Steps * Batch * 2], found = new float[expected.Length];

        T model = T.Create(weights);
        model.Run(inputs, lengths, model.CreateState(Batch), expected);
        wide.GetMethod("Run")!.Invoke(null, [weights, inputs, lengths, Steps, found]);
        Assert.Equal(expected, found);

        var options = new LstmGen.Training.LstmTapeOptions { Batch = Batch, Steps = Steps, Threads = 2 };
        using LstmGen.Training.LstmTape usual = T.CreateTape(weights.Bind(T.Shape), options);
        using var other = (LstmGen.Training.LstmTape)wide.GetMethod("Tape")!.Invoke(null, [weights.Bind(T.Shape), options])!;
        Assert.Equal(Gradients(usual, inputs, expected), Gradients(other, inputs, expected));
    }

    private static float[] Gradients(LstmGen.Training.LstmTape tape, float[] inputs, float[] outputGradients)
    {
        float[] outputs = new float[outputGradients.Length];
        tape.Forward(inputs, tape.CreateState(), outputs);
        tape.Backward(outputGradients);
        return [.. outputs, .. tape.Trainables.SelectMany(trainable => trainable.Gradients.ToArray())];
    }

    /// <summary>A head has no panels: that of the set itself serves.</summary>
    private static string WithUsualHead(string text, WideDialect dialect)
        => System.Text.RegularExpressions.Regex.Replace(text, $@"\b(Head_\w+)_{dialect.Suffix}\b", $"$1_{dialect.Inner.Suffix}");

    /// <summary>A set with wider panels: a value that tuning allows.</summary>
    private sealed class WideDialect(Dialect inner, int vectors) : Dialect
    {
        internal Dialect Inner => inner;

        internal override string Name => inner.Name;

        internal override string Suffix => inner.Suffix + "Wide";

        internal override string Supported => inner.Supported;

        internal override string[] Usings => inner.Usings;

        internal override string[] StandIns => inner.StandIns;

        internal override string[]? Architectures => inner.Architectures;

        // The rest of 70 units, 6, is a vector of 8.
        internal override Machine Machine { get; } = inner.Machine.Lanes == 16 ? inner.Machine with { TailLanes = new([16, 8, 4]) } : inner.Machine;

        internal override Tuning Tuning { get; } = inner.Tuning with { PanelVectors = vectors };

        internal override string MultiplyAdd(int lanes, string a, string b, string c) => inner.MultiplyAdd(lanes, a, b, c);

        internal override string NegatedMultiplyAdd(int lanes, string a, string b, string c) => inner.NegatedMultiplyAdd(lanes, a, b, c);

        internal override string Min(int lanes, string a, string b) => inner.Min(lanes, a, b);

        internal override string Max(int lanes, string a, string b) => inner.Max(lanes, a, b);

        internal override string Dot(int terms, int lanes, string scalars, string vector, string sum) => inner.Dot(terms, lanes, scalars, vector, sum);

        internal override string MultiplyAddByLane(string a, string scalars, int lane, string c) => inner.MultiplyAddByLane(a, scalars, lane, c);
    }
}
