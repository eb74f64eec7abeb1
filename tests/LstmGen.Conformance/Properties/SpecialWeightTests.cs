using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Properties;

/// <summary>Weights at the edges of the number range: zero, huge, denormal. Bits are equal in every kernel set there too.</summary>
[Trait("Leg", "Emulated")]
public sealed class SpecialWeightTests
{
    private const float Denormal = 1e-41f;

    private static readonly Scenario Scene = new(7, 5, 6, 99, 2, 0, false);

    public static TheoryData<string> Models => [.. ModelCases.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void ZeroWeightsHalveTheCell(string name)
    {
        ModelCase model = ModelCases.Get(name);
        var trial = new Trial(model.Shape, Scene, TestWeights.Build(model.Shape, length => new float[length]));
        Result result = RunEverySet(model, trial);
        AccuracyTests.AssertClose(trial, Full(trial), result);
        if (model.Shape.HasHead)
        {
            Assert.All(result.Outputs, output => Assert.Equal(0, output));
        }

        // Of most cells i = f = o = 1/2 and g = 0, so c halves exactly.
        LstmCellOptions cell = model.Shape.CellOptions;
        bool halves = ReferenceModels.Gate(cell).Value(0) == 0.5 && ReferenceModels.Candidate(cell).Value(0) == 0 && cell.CellClip == 0;
        if (model.Shape.Activations == LstmActivations.Accurate && halves)
        {
            float[] halved = [.. trial.Cell.Select(cell => cell * MathF.ScaleB(1, -trial.Scenario.Steps))];
            Bits.AssertSame(halved, result.Cell, "c");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void HugeWeightsSaturate(string name)
    {
        ModelCase model = ModelCases.Get(name);
        var trial = new Trial(model.Shape, Scene, TestWeights.Random(model.Shape, 13, 1e30f));
        Result result = RunEverySet(model, trial);
        LstmCellOptions cell = model.Shape.CellOptions;
        float most = cell.OutputActivation == LstmActivation.ScaledTanh ? cell.OutputAlpha : 1;
        Assert.All(result.Hidden, value => Assert.InRange(value, -most, most));

        // Gates are 0 or 1, so c grows by at most 1 a step.
        float limit = trial.Cell.Max(MathF.Abs) + trial.Scenario.Steps;
        Assert.All(result.Cell, value => Assert.InRange(value, -limit, limit));
        Assert.True((cell.Clip > 0 || cell.CellClip > 0 || cell.CoupledGates != default) || result.Cell.Any(value => MathF.Abs(value) > 1.5f), "nothing grew");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void DenormalWeightsAndStatesAreNotFlushed(string name)
    {
        ModelCase model = ModelCases.Get(name);
        var random = new SplitMix(31);
        var trial = new Trial(
            model.Shape, Scene with { ZeroState = true }, TestWeights.Build(model.Shape, length => random.Fill(length, Denormal)));
        trial.Cell.AsSpan().Fill(Denormal);
        Result result = RunEverySet(model, trial);
        if (model.Shape.Activations == LstmActivations.Accurate && ReferenceModels.Candidate(model.Shape.CellOptions).Value(0) == 0)
        {
            // Each fused multiply-add rounds by half a unit of the denormals, an activation by a few of them.
            double rounding = float.Epsilon * trial.Scenario.Steps * (model.Shape.LayerInput(0) + (2 * model.Shape.Hidden) + 16);
            double[] reference = AccuracyTests.Reference(trial, Full(trial)).Cell;
            for (int index = 0; index < reference.Length; index++)
            {
                Assert.True(
                    Math.Abs(result.Cell[index] - reference[index]) <= rounding,
                    FormattableString.Invariant($"c[{index}] is {result.Cell[index]:e4}, expected {reference[index]:e4} within {rounding:e1}"));
            }

            Assert.True(reference.Max(Math.Abs) > 4 * rounding, "flushing to zero would not show");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StrongWeightsGiveTheSameBits(string name)
    {
        ModelCase model = ModelCases.Get(name);
        foreach (float gain in (float[])[4, 64])
        {
            var trial = new Trial(model.Shape, Scene, TestWeights.Random(model.Shape, 17, gain));
            Result result = RunEverySet(model, trial);
            Assert.All(result.Cell, value => Assert.True(float.IsFinite(value), $"{value}"));
        }
    }

    private static int[] Full(Trial trial) => [.. Enumerable.Repeat(trial.Scenario.Steps, trial.Scenario.Batch)];

    /// <summary>The result of the best kernel set, after the others gave the same.</summary>
    private static Result RunEverySet(ModelCase model, Trial trial)
    {
        Result result = trial.Run(model.Create(trial.Loaded));
        foreach (string kernelSet in model.KernelSets.Skip(1))
        {
            result.AssertSame(trial.Run(model.Create(trial.Loaded, kernelSet)), kernelSet);
        }

        return result;
    }
}
