namespace LstmGen.Conformance.Dynamic;

/// <summary>A class is chosen where a description has its shape, and an interpreter where none has.</summary>
public sealed class ModelChoiceTests
{
    private static readonly LstmModelChoice s_choice =
        new LstmModelChoice().Add<I3H5>().AddWhole<Tagger>().Add<Stepper>().AddTokens<V5H12L2>().AddTokens<Writer>().AddWholeTokens<Reviewer>().Add<I5H8>();

    public static TheoryData<string> Known => [nameof(I3H5), nameof(Tagger), nameof(Stepper), nameof(V5H12L2), nameof(Writer), nameof(Reviewer)];

    [Theory]
    [MemberData(nameof(Known))]
    public void AClassOfTheShapeIsChosen(string name)
    {
        LstmNetworkDescription description = Described.Of(name);
        LstmWeights weights = Described.Weights(description.Shape, 3);
        ILstmRuntimeModel chosen = s_choice.Create(description, weights);
        var dynamic = new LstmDynamic(description, weights);
        Assert.IsNotType<LstmDynamic>(chosen);
        Assert.Equal((dynamic.Shape, dynamic.CanStep, dynamic.TakesTokens, dynamic.KernelSet), (chosen.Shape, chosen.CanStep, chosen.TakesTokens, chosen.KernelSet));
        AssertSame(dynamic, chosen);
    }

    [Fact]
    public void WhatHasNoClassIsInterpreted()
    {
        foreach (LstmNetworkDescription description in (LstmNetworkDescription[])[
            new(new LstmModelAttribute(5, input: 3) { Activations = LstmActivations.Fast }), new(new LstmModelAttribute(5, input: 3) { Tokens = 3 }),
            new(new LstmModelAttribute(6, input: 3)), Described.Of(nameof(I128H33O2))])
        {
            Assert.IsType<LstmDynamic>(s_choice.Create(description, LstmWeights.Random(1)));
        }
    }

    [Fact]
    public void ClassesOfVectorsHaveNoTokensAndWholeOnesNoStep()
    {
        ILstmRuntimeModel vectors = s_choice.Create(Described.Of(nameof(I3H5)), LstmWeights.Random(1)), whole = s_choice.Create(Described.Of(nameof(Tagger)), LstmWeights.Random(1));
        Assert.Throws<InvalidOperationException>(() => vectors.Run((int[])[1], vectors.CreateState(), new float[5]));
        Assert.Throws<InvalidOperationException>(() => vectors.Step(1, vectors.CreateState(), new float[5]));
        Assert.Throws<InvalidOperationException>(() => whole.Step(new float[whole.Shape.Input], whole.CreateState(), new float[whole.Shape.OutputSize]));
    }

    private static void AssertSame(ILstmRuntimeModel expected, ILstmRuntimeModel found)
    {
        const int Batch = 2, Steps = 4;
        LstmState expectedState = expected.CreateState(Batch), foundState = found.CreateState(Batch);
        float[] expectedOutputs = new float[Batch * expected.Shape.OutputSize * (expected.Shape.Outputs == LstmOutputs.EveryStep ? Steps : 1)], foundOutputs = new float[expectedOutputs.Length];
        float[] inputs = new SplitMix(3).Fill(Steps * Batch * expected.Shape.Input, 2);
        int[] tokens = [0, 1, 2, 3, 4, 0, 2, 1], lengths = [3, 4];
        foreach (Action<ILstmRuntimeModel, LstmState, float[]> call in (Action<ILstmRuntimeModel, LstmState, float[]>[])[
            (model, state, outputs) => model.Run(inputs, state, outputs), (model, state, outputs) => model.Run(inputs, lengths, state, outputs),
            (model, state, outputs) => Tokens(model, state, outputs, lengths: null), (model, state, outputs) => Tokens(model, state, outputs, lengths)])
        {
            call(expected, expectedState, expectedOutputs);
            call(found, foundState, foundOutputs);
            Bits.AssertSame(expectedOutputs, foundOutputs, "outputs");
            Described.AssertSame(expectedState, foundState, "states");
        }

        if (expected.CanStep)
        {
            (expectedState, foundState) = (expected.CreateState(), found.CreateState());
            expected.Step(inputs.AsSpan(0, expected.Shape.Input), expectedState, expectedOutputs.AsSpan(0, expected.Shape.OutputSize));
            found.Step(inputs.AsSpan(0, expected.Shape.Input), foundState, foundOutputs.AsSpan(0, expected.Shape.OutputSize));
            if (expected.TakesTokens)
            {
                expected.Step(2, expectedState, expectedOutputs.AsSpan(0, expected.Shape.OutputSize));
                found.Step(2, foundState, foundOutputs.AsSpan(0, expected.Shape.OutputSize));
            }

            Bits.AssertSame(expectedOutputs, foundOutputs, "outputs of a step");
            Described.AssertSame(expectedState, foundState, "states of a step");
        }

        void Tokens(ILstmRuntimeModel model, LstmState state, float[] outputs, int[]? lengths)
        {
            if (!model.TakesTokens)
            {
                return;
            }

            if (lengths is null)
            {
                model.Run(tokens, state, outputs);
            }
            else
            {
                model.Run(tokens, lengths, state, outputs);
            }
        }
    }
}
