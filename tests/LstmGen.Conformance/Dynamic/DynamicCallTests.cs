using LstmGen.Conformance.Properties;

namespace LstmGen.Conformance.Dynamic;

/// <summary>Calls of networks that are described at run time: what they touch, what they refuse, what they allocate.</summary>
[Collection(nameof(Alone))]
public sealed class DynamicCallTests
{
    public static TheoryData<string> Names =>
    [
        nameof(I3H5), nameof(I20H20L2Fast), nameof(I128H33O2), nameof(I8H100O3PeepholesCoupled), nameof(Tagger), nameof(Stepper), nameof(Amplifier), nameof(Gated), nameof(Exponential),
        nameof(ResetBefore), nameof(Zoned), nameof(Sentiment), nameof(Loudest), nameof(I12H100P36L2O4NoBias), nameof(I3H40P12L2NormCellCoupled),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocated(string name)
    {
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            LstmDynamic model = Create(name, kernelSet);
            (float[] inputs, float[] outputs) = Buffers(model, 7, 5);
            LstmState one = model.CreateState(), seven = model.CreateState(7);
            int[] lengths = [5, 0, 1, 4, 5, 3, 2];
            Allocated.Nothing(() =>
            {
                if (model.CanStep)
                {
                    model.Step(inputs.AsSpan(0, model.Shape.Input), one, outputs.AsSpan(0, model.Shape.OutputSize));
                }

                model.Run(inputs, seven, outputs);
                model.Run(inputs, lengths, seven, outputs);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingBesideTheBuffersIsWritten(string name)
    {
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            LstmDynamic model = Create(name, kernelSet);
            (float[] inputs, float[] outputs) = Buffers(model, 3, 4);
            float[] guardedInputs = Guarded.Copy(inputs), guardedOutputs = Guarded.Copy(outputs);
            model.Run(Guarded.Inside(guardedInputs), model.CreateState(3), Guarded.Inside(guardedOutputs));
            Guarded.AssertIntact(guardedInputs, "inputs");
            Guarded.AssertIntact(guardedOutputs, "outputs");
            Bits.AssertSame(inputs, Guarded.Inside(guardedInputs), "inputs");
            model.Run(inputs, model.CreateState(3), outputs);
            Bits.AssertSame(outputs, Guarded.Inside(guardedOutputs), "outputs between guards");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsNotFinitePoisonsItsOwnRowAlone(string name)
    {
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            LstmDynamic model = Create(name, kernelSet);
            const int Batch = 6, Steps = 3, Poisoned = 4;
            (float[] inputs, float[] expected) = Buffers(model, Batch, Steps);
            float[] found = new float[expected.Length];
            model.Run(inputs, model.CreateState(Batch), expected);
            inputs.AsSpan(Poisoned * model.Shape.Input, model.Shape.Input).Fill(float.NaN);
            model.Run(inputs, model.CreateState(Batch), found);
            for (int at = 0; at < expected.Length; at++)
            {
                if (at / model.Shape.OutputSize % Batch != Poisoned)
                {
                    Assert.Equal(BitConverter.SingleToUInt32Bits(expected[at]), BitConverter.SingleToUInt32Bits(found[at]));
                }
            }
        }
    }

    [Fact]
    public void ThreadsMayShareAModel()
    {
        LstmDynamic[] models = [Create(nameof(Stepper), null), Create(nameof(Gated), null)];
        float[][] expected = Array.ConvertAll(models, Run);
        Parallel.For(0, 60, at => Bits.AssertSame(expected[at % 2], Run(models[at % 2]), $"call {at}"));

        static float[] Run(LstmDynamic model)
        {
            (float[] inputs, float[] outputs) = Buffers(model, 2, 30);
            model.Run(inputs, model.CreateState(2), outputs);
            return outputs;
        }
    }

    [Fact]
    public void CallsThatDoNotFitAreRefused()
    {
        LstmDynamic model = Create(nameof(I3H5), null), whole = Create(nameof(Tagger), null), tokens = new(Described.Of(nameof(V5H12L2)), LstmWeights.Random(1));
        LstmState state = model.CreateState(), two = model.CreateState(2);
        float[] six = new float[6], ten = new float[10];
        Refused<ArgumentException>("input has 6 floats; input = 3 were expected.", () => model.Step(six, state, ten));
        Refused<ArgumentException>("Step takes a state of batch 1; this one has batch 2.", () => model.Step(six, two, ten));
        Refused<ArgumentException>("outputs has 10 floats; steps 1 x batch 1", () => model.Run(new float[3], state, ten));
        Refused<ArgumentException>("lengths has 1 values; batch = 2 were expected.", () => model.Run(six, [1], two, ten));
        Refused<ArgumentOutOfRangeException>("The length of row 1 must lie between 0 and the number of steps, 1.", () => model.Run(six, [1, 2], two, ten));
        Refused<ArgumentException>("The state belongs to a model of", () => model.Run(six, whole.CreateState(), ten));
        Refused<ArgumentException>("This processor has no kernel set MMX; it has ", () => Create(nameof(I3H5), "MMX"));
        Refused<InvalidOperationException>("A network of", () => whole.Step(new float[whole.Shape.Input], whole.CreateState(), new float[whole.Shape.OutputSize]));
        Refused<InvalidOperationException>("A network of 3 inputs, 1 x 5 units, no head takes vectors, and no tokens.", () => model.Run((int[])[1], state, ten));
        Refused<InvalidOperationException>("A network of 3 inputs, 1 x 5 units, no head takes vectors, and no tokens.", () => model.Step(1, state, ten));
        Refused<ArgumentOutOfRangeException>("The token of step 0, row 0 must lie between 0 and 4.", () => tokens.Step(5, tokens.CreateState(), new float[12]));
        Assert.Throws<LstmFormatException>(() => new LstmDynamic(Described.Of(nameof(I3H5)), LstmWeights.From(LstmWeights.Random(1).Bind(new LstmShape(3, 6)))));
        Assert.Equal(new float[5], state.Hidden(0, 0));
    }

    [Fact]
    public void MaskedRunsAndStatesHaveTheBitsOfTheGeneratedClass()
    {
        LstmWeights weights = Described.Weights(Stepper.Shape, 2);
        var generated = new Stepper(weights);
        var dynamic = new LstmDynamic(Described.Of(typeof(Stepper)), weights);
        const int Batch = 3, Steps = 9;
        (float[] inputs, float[] expected) = Buffers(dynamic, Batch, Steps);
        float[] found = new float[expected.Length];
        var random = new SplitMix(4);
        var mask = new LstmMask(Steps, Batch);
        mask.Set([.. Enumerable.Range(0, Steps * Batch).Select(_ => random.Below(3) > 0)]);
        LstmState expectedState = generated.CreateState(Batch), foundState = dynamic.CreateState(Batch);
        generated.RunMasked(inputs, mask, expectedState, expected, LstmMaskedOutput.Repeat);
        dynamic.RunMasked(inputs, mask, foundState, found, LstmMaskedOutput.Repeat);
        Bits.AssertSame(expected, found, "masked outputs");
        float[] expectedCells = new float[Steps * Batch * 16], foundCells = new float[expectedCells.Length];
        generated.RunStates(inputs, expectedState, expected, "cell", 1, expectedCells);
        dynamic.RunStates(inputs, foundState, found, "cell", 1, foundCells);
        Bits.AssertSame(expected, found, "outputs of steps");
        Bits.AssertSame(expectedCells, foundCells, "cells of steps");
        LstmDynamic whole = Create(nameof(Tagger), null);
        Refused<InvalidOperationException>("A network of", () => whole.RunStates(new float[whole.Shape.Input], whole.CreateState(), new float[whole.Shape.OutputSize], "cell", 0, []));
    }

    private static void Refused<T>(string message, Action call)
        where T : Exception
        => Assert.StartsWith(message, Assert.IsAssignableFrom<T>(Record.Exception(call)).Message);

    private static LstmDynamic Create(string name, string? kernelSet)
    {
        LstmNetworkDescription description = Described.Of(name);
        return new(description, Described.Weights(description.Shape, 6), kernelSet);
    }

    private static (float[] Inputs, float[] Outputs) Buffers(LstmDynamic model, int batch, int steps)
        => (new SplitMix(8).Fill((long)steps * batch * model.Shape.Input, 2), new float[batch * model.Shape.OutputSize * (model.Shape.Outputs == LstmOutputs.EveryStep ? steps : 1)]);
}
