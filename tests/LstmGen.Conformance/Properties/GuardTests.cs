using LstmGen.Conformance.Compiled;

namespace LstmGen.Conformance.Properties;

/// <summary>Kernels read and write nothing outside their buffers, wherever those lie in memory.</summary>
[Trait("Leg", "Emulated")]
public sealed class GuardTests
{
    /// <summary>Floats before and after each buffer: more than any vector register holds.</summary>
    private const int Margin = 35;

    /// <summary>NaNs of distinct payload, so that a copy of one shows as well as its loss.</summary>
    private const uint Sentinel = 0x7FA5_0000;

    public static TheoryData<string> Models => Property.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void NothingOutsideTheBuffersIsReadOrWritten(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Property.Check(model, trial =>
        {
            int[] lengths = trial.Scenario.Lengths();
            foreach (string kernelSet in model.KernelSets)
            {
                CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
                trial.Run(compiled).AssertSame(
                    Guarded(trial, compiled, (input, state, output) => compiled.Run(input, state, output)), $"guarded, {kernelSet}");
                trial.Run(compiled, lengths).AssertSame(
                    Guarded(trial, compiled, (input, state, output) => compiled.Run(input, lengths, state, output)), $"guarded, lengths, {kernelSet}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void StepReadsAndWritesItsBuffersAlone(string name)
    {
        ModelCase model = ModelCases.Get(name);
        Property.Check(model, (Scenario drawn) =>
        {
            var trial = new Trial(model.Shape, drawn with { Batch = 1, Steps = 1 });
            foreach (string kernelSet in model.KernelSets)
            {
                CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
                StreamTests.RunByStep(compiled, trial).AssertSame(
                    Guarded(trial, compiled, (input, state, output) => compiled.Step(input, state, output)), $"guarded, {kernelSet}");
            }
        });
    }

    private delegate void Call(ReadOnlySpan<float> input, LstmState state, Span<float> output);

    private static Result Guarded(Trial trial, CompiledModel model, Call call)
    {
        int outputLength = trial.Scenario.Steps * trial.Scenario.Batch * trial.Shape.OutputSize;
        float[] input = Surrounded(trial.Inputs.Length);
        float[] output = Surrounded(outputLength);
        trial.Inputs.CopyTo(input, Margin);
        LstmState state = trial.InitialState(model);
        call(input.AsSpan(Margin, trial.Inputs.Length), state, output.AsSpan(Margin, outputLength));

        AssertMarginsIntact(input, "inputs");
        AssertMarginsIntact(output, "outputs");
        Bits.AssertSame(trial.Inputs, input.AsSpan(Margin, trial.Inputs.Length), "the inputs themselves");
        return Result.Of(output[Margin..(Margin + outputLength)], state);
    }

    private static float[] Surrounded(int length)
    {
        var values = new float[length + (2 * Margin)];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = BitConverter.UInt32BitsToSingle(Sentinel + (uint)(index % 4096));
        }

        return values;
    }

    private static void AssertMarginsIntact(float[] values, string buffer)
    {
        for (int index = 0; index < values.Length; index = index == Margin - 1 ? values.Length - Margin : index + 1)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[index]);
            Assert.True(
                bits == Sentinel + (uint)(index % 4096),
                $"{buffer}: the guard at {index - Margin} is 0x{bits:X8} now; the buffer holds {values.Length - (2 * Margin)} floats");
        }
    }
}
