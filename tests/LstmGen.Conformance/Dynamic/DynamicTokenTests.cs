namespace LstmGen.Conformance.Dynamic;

/// <summary>Networks of tokens that are described at run time have the bits of the generated class: tables of sums, and of vectors.</summary>
public sealed class DynamicTokenTests
{
    private static readonly Dictionary<string, Action> s_models = new()
    {
        [nameof(V5H12L2)] = Streams<V5H12L2>,
        [nameof(V8H32Coupled)] = Streams<V8H32Coupled>,
        [nameof(V3H40L2O6Peepholes)] = Streams<V3H40L2O6Peepholes>,
        [nameof(V128H33O2)] = Streams<V128H33O2>,
        [nameof(V7H9NoBiasLoop)] = Streams<V7H9NoBiasLoop>,
        [nameof(V50E7H12L2O3)] = Streams<V50E7H12L2O3>,
        [nameof(V9E16H20BothLast)] = Whole<V9E16H20BothLast>,
        [nameof(Reviewer)] = Whole<Reviewer>,
        [nameof(Writer)] = Streams<Writer>,
        [nameof(V20000E2H24)] = Streams<V20000E2H24>,
    };

    public static TheoryData<string> Names => [.. s_models.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TokensHaveTheBitsOfTheGeneratedClass(string name) => s_models[name]();

    private static void Streams<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        foreach ((T generated, LstmDynamic dynamic) in Whole<T>(canStep: true))
        {
            LstmState expectedState = generated.CreateState(), foundState = dynamic.CreateState();
            float[] expected = new float[T.Shape.OutputSize], found = new float[expected.Length];
            var random = new SplitMix(9);
            for (int step = 0; step < 8; step++)
            {
                int token = random.Below(Tokens(dynamic));
                generated.Step(token, expectedState, expected);
                dynamic.Step(token, foundState, found);
                Bits.AssertSame(expected, found, $"{dynamic.KernelSet}, step {step}");
                Described.AssertSame(expectedState, foundState, $"{dynamic.KernelSet}, step {step}");
            }
        }
    }

    private static void Whole<T>()
        where T : class, ILstmTokenModel<T>
        => Assert.NotEmpty(Whole<T>(canStep: false));

    /// <summary>Compares runs; gives the models of each kernel set.</summary>
    private static List<(T Generated, LstmDynamic Dynamic)> Whole<T>(bool canStep)
        where T : class, ILstmTokenModel<T>
    {
        var models = new List<(T, LstmDynamic)>();
        LstmWeights weights = Described.Weights(T.Shape, 21);
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            T generated = T.Create(weights);
            var dynamic = new LstmDynamic(Described.Of(typeof(T)), weights, kernelSet);
            models.Add((generated, dynamic));
            Assert.Equal((T.Shape, canStep, true), (dynamic.Shape, dynamic.CanStep, dynamic.TakesTokens));
            foreach ((int batch, int steps) in ((int, int)[])[(1, 0), (1, 60), (3, 20)])
            {
                var random = new SplitMix((ulong)(batch + steps));
                int[] tokens = [.. Enumerable.Range(0, steps * batch).Select(_ => random.Below(Tokens(dynamic)))];
                int[] lengths = [.. Enumerable.Range(0, batch).Select(row => row == 0 ? steps : random.Below(steps + 1))];
                float[] expected = new float[T.Shape.OutputSize * batch * (T.Shape.Outputs == LstmOutputs.EveryStep ? steps : 1)], found = new float[expected.Length];
                LstmState expectedState = generated.CreateState(batch), foundState = dynamic.CreateState(batch);
                generated.Run(tokens, expectedState, expected);
                dynamic.Run(tokens, foundState, found);
                Bits.AssertSame(expected, found, $"{kernelSet}, {steps} x {batch}");
                generated.Run(tokens, lengths, expectedState, expected);
                dynamic.Run(tokens, lengths, foundState, found);
                Bits.AssertSame(expected, found, $"{kernelSet}, {steps} x {batch}, lengths");
                Described.AssertSame(expectedState, foundState, $"{kernelSet}, {steps} x {batch}");
            }
        }

        return models;
    }

    private static int Tokens(LstmDynamic model) => model.Description.Model?.Tokens ?? model.Description.Network!.Tokens;
}
