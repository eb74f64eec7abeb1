using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using LstmGen.Conformance.Tokens;

namespace LstmGen.Conformance.Properties;

/// <summary>The kernel sets offered are those of this processor, and the best one is the one this leg of CI expects.</summary>
[Trait("Leg", "Emulated")]
public sealed class PlatformTests
{
    /// <summary>The best kernel set's name where a leg states it; else what the processor's own flags say.</summary>
    private static string Expected => Environment.GetEnvironmentVariable("LSTMGEN_EXPECT") ?? ByFlags[0];

    private static List<string> ByFlags
    {
        get
        {
            var sets = new List<string>();
            if (Avx512F.IsSupported && Vector512.IsHardwareAccelerated)
            {
                sets.Add("AVX-512");
            }

            if (Avx2.IsSupported && Fma.IsSupported)
            {
                sets.Add("AVX2");
            }

            if (AdvSimd.Arm64.IsSupported)
            {
                sets.Add("NEON");
            }

            sets.Add("Portable");
            return sets;
        }
    }

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void TheBestKernelSetIsTheOneExpected(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Assert.Equal(ByFlags, model.KernelSets);
        Assert.Equal(Expected, model.KernelSets[0]);
        CompiledModel best = model.Create(LstmWeights.Random(1));
        Assert.Equal(Expected, best.KernelSet);
        Assert.False(string.IsNullOrWhiteSpace(best.Plan));
    }

    [Fact]
    public void Arm64RunsNeon()
    {
        bool arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        Assert.Equal(arm, AdvSimd.Arm64.IsSupported);
        Assert.Equal(arm, ModelCases.All[0].KernelSets[0] == "NEON");
    }

    /// <summary>A registry line that was forgotten would take a model out of every property.</summary>
    [Fact]
    public void EveryCompiledModelIsRegistered()
    {
        string[] compiled =
        [
            .. typeof(ModelCases).Assembly.GetTypes()
                .Where(type => type.IsDefined(typeof(LstmModelAttribute), false) || type.IsDefined(typeof(LstmNetworkAttribute), false))
                .Select(type => type.Name).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(compiled, ShapeHashes.Names.Concat(TokenTests.Names.Select(row => row.Data)).Concat(EmbeddingTests.Names.Select(row => row.Data)).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The names spell the shapes, so a slip of the attribute shows.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void TheShapeIsThatOfTheAttribute(string name)
    {
        LstmShape shape = ModelCases.Get(name).Shape;
        LstmCellOptions cell = shape.CellOptions;
        string spelled = $"I{shape.Input}H{shape.Hidden}"
            + (shape.Layers > 1 ? $"L{shape.Layers}" : string.Empty)
            + (shape.HasHead ? $"O{shape.Output}" : string.Empty)
            + (cell.Peepholes ? "Peepholes" : string.Empty)
            + (cell.CoupledGates == LstmCoupledGates.InputFromForget ? "Coupled" : string.Empty)
            + (cell.CoupledGates == LstmCoupledGates.ForgetFromInput ? "ForgetCoupled" : string.Empty)
            + (cell.GateActivation == LstmActivation.Sigmoid ? string.Empty : cell.GateActivation)
            + (cell.CandidateActivation == LstmActivation.Tanh ? string.Empty : cell.CandidateActivation)
            + (cell.OutputActivation == LstmActivation.Tanh ? string.Empty : cell.OutputActivation)
            + (cell.Clip == 0 ? string.Empty : "Clip")
            + (cell.CellClip == 0 ? string.Empty : "CellClip")
            + (shape.Bias ? string.Empty : "NoBias")
            + (shape.Activations == LstmActivations.Fast ? "Fast" : string.Empty);
        Assert.Equal(spelled, name.Replace("Loop", string.Empty).Replace("Full", string.Empty));
    }
}
