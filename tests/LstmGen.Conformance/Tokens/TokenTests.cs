using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Networks;

namespace LstmGen.Conformance.Tokens;

/// <summary>A token is a one-hot vector, to the bit: in steps, sequences and batches of any lengths, on every kernel set.</summary>
[Collection(nameof(Alone))]
public sealed class TokenTests
{
    private static readonly Dictionary<string, (Action Steps, Action Runs, Action Refusals, Action Quiet)> Models = new()
    {
        [nameof(V5H12L2)] = Of<V5H12L2>(),
        [nameof(V8H32Coupled)] = Of<V8H32Coupled>(),
        [nameof(V3H40L2O6Peepholes)] = Of<V3H40L2O6Peepholes>(),
        [nameof(V128H33O2)] = Of<V128H33O2>(),
        [nameof(V32H256O65)] = Of<V32H256O65>(),
        [nameof(V7H9NoBiasLoop)] = Of<V7H9NoBiasLoop>(),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [Trait("Leg", "Emulated")]
    [MemberData(nameof(Names))]
    public void StepsHaveTheBitsOfOneHotVectors(string model) => Models[model].Steps();

    [Theory]
    [MemberData(nameof(Names))]
    public void RunsHaveTheBitsOfOneHotVectors(string model) => Models[model].Runs();

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsWrongIsNamedAndNothingIsWritten(string model) => Models[model].Refusals();

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocated(string model) => Models[model].Quiet();

    private static (Action, Action, Action, Action) Of<T>()
        where T : class, ILstmStreamingTokenModel<T>
        => (Steps<T>, Runs<T>, Refusals<T>, Quiet<T>);

    private static void Steps<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        LstmShape shape = T.Shape;
        foreach (string kernelSet in T.KernelSets)
        {
            T model = Create<T>(kernelSet);
            var random = new SplitMix(5);
            LstmState ofTokens = State(model, 1), ofVectors = State(model, 1);
            float[] expected = new float[shape.OutputSize], found = new float[shape.OutputSize];
            for (int step = 0; step < 40; step++)
            {
                int token = random.Below(shape.Input);
                model.Step(TokenChecks.OneHot(shape, [token]), ofVectors, expected);
                model.Step(token, ofTokens, found);
                Result.Of(expected, ofVectors).AssertSame(Result.Of(found, ofTokens), $"{kernelSet}, step {step}, token {token}");
            }
        }
    }

    private static void Runs<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        foreach (string kernelSet in T.KernelSets)
        {
            foreach ((int batch, int steps) in ((int, int)[])[(1, 0), (1, 1), (1, 47), (1, 130), (2, 25), (3, 5), (7, 40), (70, 3)])
            {
                TokenChecks.Runs(Create<T>(kernelSet), T.Shape.Hidden, batch, steps, kernelSet);
            }
        }
    }

    private static void Refusals<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        LstmShape shape = T.Shape;
        T model = Create<T>(T.KernelSets[0]);
        LstmState one = State(model, 1), two = State(model, 2), other = new(shape with { Hidden = shape.Hidden + 1 }, 1);
        Result oneBefore = Result.Of([], one), twoBefore = Result.Of([], two);
        float[] output = new float[shape.OutputSize], outputs = new float[6 * shape.OutputSize];
        Array.Fill(output, 7);
        Array.Fill(outputs, 7);
        foreach (int wrong in (int[])[-1, shape.Input, int.MinValue, int.MaxValue])
        {
            string range = $"must lie between 0 and {shape.Input - 1}.";
            Refused($"The token of step 0, row 0 {range}", () => model.Step(wrong, one, output));
            Refused($"The token of step 1, row 1 {range}", () => model.Run([0, 0, 0, wrong, 0, 0], two, outputs));
            Refused($"The token of step 1, row 1 {range}", () => model.Run([0, 0, 0, wrong, 0, wrong], [3, 2], two, outputs));
        }

        Refused("tokens has 5 values; a multiple of batch 2 was expected.", () => model.Run([0, 0, 0, 0, 0], two, outputs));
        Refused($"outputs has {6 * shape.OutputSize} floats; steps 2 x batch 2 x output {shape.OutputSize} = {4 * shape.OutputSize} were expected.", () => model.Run([0, 0, 0, 0], two, outputs));
        Refused("lengths has 1 values", () => model.Run([0, 0, 0, 0, 0, 0], [3], two, outputs));
        Refused("The length of row 1", () => model.Run([0, 0, 0, 0, 0, 0], [3, 4], two, outputs));
        Refused("Step takes a state of batch 1; this one has batch 2.", () => model.Step(0, two, output));
        Refused("outputs has", () => model.Step(0, one, outputs));
        Refused("The state belongs to a model of", () => model.Step(0, other, output));
        Refused("The state belongs to a model of", () => model.Run([0], other, output));
        Assert.Throws<ArgumentNullException>(() => model.Step(0, null!, output));
        Assert.Throws<ArgumentNullException>(() => model.Run([0], null!, output));

        Assert.All(output.Concat(outputs), value => Assert.Equal(7, value));
        oneBefore.AssertSame(Result.Of([], one), "after refusals");
        twoBefore.AssertSame(Result.Of([], two), "after refusals");
    }

    private static void Refused(string message, Action call)
    {
        var error = Assert.IsAssignableFrom<ArgumentException>(Record.Exception(call));
        Assert.StartsWith(message, error.Message);
    }

    private static void Quiet<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        foreach (string kernelSet in T.KernelSets)
        {
            T model = Create<T>(kernelSet);
            LstmState one = State(model, 1), seven = State(model, 7);
            int[] tokens = new int[35], lengths = [3, 0, 5, 1, 2, 4, 0];
            float[] outputs = new float[35 * T.Shape.OutputSize];
            Allocated.Nothing(() =>
            {
                model.Step(1, one, outputs.AsSpan(0, T.Shape.OutputSize));
                model.Run(tokens, one, outputs);
                model.Run(tokens, seven, outputs);
                model.Run(tokens, lengths, seven, outputs);
            });
        }
    }

    private static T Create<T>(string kernelSet)
        where T : class, ILstmStreamingTokenModel<T>
        => T.Create(TestWeights.Random(T.Shape, 11).ToLstmWeights(), kernelSet);

    private static LstmState State<T>(T model, int batch)
        where T : class, ILstmStreamingTokenModel<T>
        => TokenChecks.State(model, T.Shape.Hidden, batch);
}
