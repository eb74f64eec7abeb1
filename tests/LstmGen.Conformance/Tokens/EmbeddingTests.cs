using LstmGen.Conformance.Properties;
using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Tokens;

/// <summary>A token is its row of embedding.weight, to the bit: in runs, steps, masks and training, on every kernel set.</summary>
[Collection(nameof(Alone))]
public sealed class EmbeddingTests
{
    private const int Past = int.MinValue;

    private static readonly Dictionary<string, (Action Runs, Action Gradients, Action Refusals, Action Quiet)> Models = new()
    {
        [nameof(V50E7H12L2O3)] = Of<V50E7H12L2O3>(),
        [nameof(V9E16H20BothLast)] = Of<V9E16H20BothLast>(),
        [nameof(Reviewer)] = Of<Reviewer>(),
        [nameof(Writer)] = Of<Writer>(),
        [nameof(V20000E2H24)] = Of<V20000E2H24>(),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Theory]
    [Trait("Leg", "Emulated")]
    [MemberData(nameof(Names))]
    public void RunsHaveTheBitsOfVectors(string model) => Models[model].Runs();

    [Theory]
    [Trait("Leg", "Emulated")]
    [MemberData(nameof(Names))]
    public void GradientsAreThoseOfVectors(string model) => Models[model].Gradients();

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsWrongIsNamedAndNothingIsWritten(string model) => Models[model].Refusals();

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingIsAllocated(string model) => Models[model].Quiet();

    [Theory]
    [Trait("Leg", "Emulated")]
    [InlineData(true)]
    [InlineData(false)]
    public void StepsHaveTheBitsOfVectors(bool folds)
    {
        if (folds)
        {
            Steps<V50E7H12L2O3>();
        }
        else
        {
            Steps<Writer>();
            Steps<V20000E2H24>();
        }
    }

    /// <summary>What the plan says is what the class does.</summary>
    [Fact]
    public void APlanSaysWhatATableHolds()
    {
        Assert.Contains("Tokens. A table of 50 rows of 64 floats, 12,800 bytes", V50E7H12L2O3.Create(LstmWeights.Random(1)).Plan, StringComparison.Ordinal);
        Assert.Contains("Tokens. A table of 30 rows of 96 floats", Reviewer.Create(LstmWeights.Random(1)).Plan, StringComparison.Ordinal);
        Assert.Contains("Tokens. Rows of 2 floats, copied from 20,000 embeddings.", V20000E2H24.Create(LstmWeights.Random(1)).Plan, StringComparison.Ordinal);
        Assert.Contains("Tokens. Rows of 8 floats, copied from 30 embeddings.", Writer.Create(LstmWeights.Random(1)).Plan, StringComparison.Ordinal);
    }

    private static (Action, Action, Action, Action) Of<T>()
        where T : class, ILstmTokenModel<T>, ILstmTrainable<T>
        => (Runs<T>, Gradients<T>, Refusals<T>, Quiet<T>);

    private static void Steps<T>()
        where T : class, ILstmStreamingTokenModel<T>
    {
        LstmShape shape = T.Shape;
        foreach (string kernelSet in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), kernelSet);
            var random = new SplitMix(5);
            LstmState ofTokens = model.CreateState(), ofVectors = model.CreateState();
            float[] expected = new float[shape.OutputSize], found = new float[shape.OutputSize];
            for (int step = 0; step < 40; step++)
            {
                int token = random.Below(shape.EmbeddedTokens);
                model.Step(Vectors<T>([token]), ofVectors, expected);
                model.Step(token, ofTokens, found);
                Bits.AssertSame(expected, found, $"{kernelSet}, step {step}, token {token}");
            }

            Assert.Equal(ofVectors.Hidden(0), ofTokens.Hidden(0));
        }
    }

    private static void Runs<T>()
        where T : class, ILstmTokenModel<T>
    {
        foreach (string kernelSet in T.KernelSets)
        {
            T model = T.Create(LstmWeights.Random(5), kernelSet);
            foreach ((int batch, int steps) in ((int, int)[])[(1, 0), (1, 1), (1, 50), (2, 25), (5, 9), (70, 2)])
            {
                (int[] tokens, int[] lengths, LstmMask mask) = Case<T>(batch, steps);
                float[] vectors = Vectors<T>(tokens), expected = new float[ReferenceNetworks.OutputSteps(T.Shape, steps) * batch * T.Shape.OutputSize], found = new float[expected.Length];
                LstmState ofVectors = model.CreateState(batch), ofTokens = model.CreateState(batch);
                string what = $"{kernelSet}, {batch} x {steps}";

                model.Run(vectors, ofVectors, expected);
                model.Run(tokens, ofTokens, found);
                Same("equal lengths");
                model.Run(vectors, lengths, ofVectors, expected);
                model.Run(Without(tokens, (step, row) => step < lengths[row], batch), lengths, ofTokens, found);
                Same("lengths");
                foreach (LstmMaskedOutput masked in Enum.GetValues<LstmMaskedOutput>())
                {
                    if (steps > 0)
                    {
                        model.RunMasked(vectors, mask, ofVectors, expected, masked);
                        model.RunMasked(tokens, mask, ofTokens, found, masked);
                        Same($"mask, {masked}");
                    }
                }

                void Same(string how)
                {
                    Bits.AssertSame(expected, found, $"{what}, {how}");
                    for (int layer = 0; layer < ofVectors.LayerCount; layer++)
                    {
                        Bits.AssertSame(ofVectors.Hidden(layer, batch - 1), ofTokens.Hidden(layer, batch - 1), $"h, {what}, {how}");
                    }

                    Array.Fill(found, float.NaN);
                }
            }
        }
    }

    /// <summary>Those of all parameters to the bit, and for embedding.weight the gradients of the vectors, added token by token in the order of the steps.</summary>
    private static void Gradients<T>()
        where T : class, ILstmTokenModel<T>, ILstmTrainable<T>
    {
        const int Batch = 5, Steps = 7;
        LstmShape shape = T.Shape;
        (int[] tokens, int[] lengths, LstmMask mask) = Case<T>(Batch, Steps);
        float[] dy = new SplitMix(3).Fill(ReferenceNetworks.OutputSteps(shape, Steps) * Batch * shape.OutputSize, 1), outputs = new float[dy.Length], vectors = Vectors<T>(tokens);
        int[] all = [.. Enumerable.Repeat(Steps, Batch)];
        foreach ((string kernelSet, int threads, float dropout) in T.KernelSets.SelectMany(set => new[] { (set, 1, 0f), (set, 3, 0.25f) }))
        {
            var options = new LstmTapeOptions { Batch = Batch, Steps = Steps, Threads = threads, KernelSet = kernelSet, InputDropout = dropout, Seed = 4 };
            LstmParameters parameters = LstmWeights.Random(5).Bind(shape);
            using LstmTape ofTokens = T.CreateTape(parameters, options), ofVectors = T.CreateTape(parameters, options);
            float[] sums = new float[shape.EmbeddedTokens * shape.Input];
            for (int pass = 0; pass < 6; pass++)
            {
                bool accumulate = pass is 2 or 4;
                float[] inputGradients = new float[vectors.Length], found = new float[dy.Length];
                int[] counted = pass % 3 == 0 ? all : lengths;
                if (pass % 3 == 0)
                {
                    ofTokens.Forward(tokens, ofTokens.CreateState(), found);
                    ofVectors.Forward(vectors, ofVectors.CreateState(), outputs);
                }
                else if (pass % 3 == 1)
                {
                    ofTokens.Forward(Without(tokens, (step, row) => step < lengths[row], Batch), lengths, ofTokens.CreateState(), found);
                    ofVectors.Forward(vectors, lengths, ofVectors.CreateState(), outputs);
                }
                else
                {
                    ofTokens.Forward(tokens, mask, ofTokens.CreateState(), found, LstmMaskedOutput.Repeat);
                    ofVectors.Forward(vectors, mask, ofVectors.CreateState(), outputs, LstmMaskedOutput.Repeat);
                }

                Bits.AssertSame(outputs, found, $"{kernelSet}, pass {pass}");
                ofTokens.Backward(dy, accumulate: accumulate);
                ofVectors.Backward(dy, inputGradients: inputGradients, accumulate: accumulate);
                Add(pass % 3 == 2);
                Bits.AssertSame(sums, ofTokens.Trainables[0].Gradients.ToArray(), $"embedding.weight, {kernelSet}, pass {pass}");
                Assert.All(ofVectors.Trainables[0].Gradients.ToArray(), value => Assert.Equal(0, value));
                foreach ((LstmTrainable one, LstmTrainable other) in ofTokens.Trainables.Zip(ofVectors.Trainables).Skip(1))
                {
                    Bits.AssertSame(other.Gradients.ToArray(), one.Gradients.ToArray(), $"{one.Name}, {kernelSet}, pass {pass}");
                }

                ofTokens.Trainables[0].Gradients.Fill(7); // the sums are the tape's own

                void Add(bool gaps)
                {
                    if (!accumulate)
                    {
                        Array.Clear(sums);
                    }

                    float[] closed = inputGradients;
                    int[] closedTokens = tokens;
                    if (gaps)
                    {
                        (closed, closedTokens) = (new float[closed.Length], new int[tokens.Length]);
                        mask.CloseGaps(inputGradients, shape.Input, closed);
                        mask.CloseGaps(tokens, closedTokens);
                    }

                    int[] own = gaps ? mask.Lengths.ToArray() : counted;
                    int[] order = [.. Enumerable.Range(0, Batch).OrderByDescending(row => own[row]).ThenBy(row => row)];
                    for (int step = 0; step < Steps; step++)
                    {
                        foreach (int row in order.Where(row => step < own[row]))
                        {
                            for (int feature = 0; feature < shape.Input; feature++)
                            {
                                sums[(closedTokens[(step * Batch) + row] * shape.Input) + feature] += closed[(((step * Batch) + row) * shape.Input) + feature];
                            }
                        }
                    }
                }
            }

            // A pass over vectors after one over tokens has gradients of inputs, and none of embedding.weight.
            float[] gradients = new float[vectors.Length], others = new float[vectors.Length];
            (ofTokens.Pass, ofVectors.Pass) = (9, 9);
            ofTokens.Forward(vectors, ofTokens.CreateState(), outputs);
            ofVectors.Forward(vectors, ofVectors.CreateState(), outputs);
            ofTokens.Backward(dy, inputGradients: gradients);
            ofVectors.Backward(dy, inputGradients: others);
            Bits.AssertSame(others, gradients, $"inputs after tokens, {kernelSet}");
            Assert.All(ofTokens.Trainables[0].Gradients.ToArray(), value => Assert.Equal(0, value));

            // Vectors that changed are read as they are.
            ofTokens.Trainables[0].CopyFrom(new float[sums.Length]);
            ofTokens.Forward(tokens, ofTokens.CreateState(), outputs, dropout: false);
            float[] ofZeros = new float[outputs.Length];
            ofVectors.Forward(new float[vectors.Length], ofVectors.CreateState(), ofZeros, dropout: false);
            Bits.AssertSame(ofZeros, outputs, "after a change");
        }
    }

    private static void Refusals<T>()
        where T : class, ILstmTokenModel<T>, ILstmTrainable<T>
    {
        LstmShape shape = T.Shape;
        T model = T.Create(LstmWeights.Random(1));
        using LstmTape tape = T.CreateTape(LstmWeights.Random(1).Bind(shape), new LstmTapeOptions { Batch = 2, Steps = 3 });
        LstmState state = model.CreateState(2), ofTape = tape.CreateState();
        var mask = new LstmMask(3, 2);
        float[] outputs = new float[ReferenceNetworks.OutputSteps(shape, 3) * 2 * shape.OutputSize];
        Array.Fill(outputs, 7);
        foreach (int wrong in (int[])[-1, shape.EmbeddedTokens, int.MinValue, int.MaxValue])
        {
            int[] tokens = [0, 0, 0, wrong, 0, 0];
            string message = $"The token of step 1, row 1 must lie between 0 and {shape.EmbeddedTokens - 1}.";
            mask.Set(tokens, padding: 0); // only the wrong one counts
            Refused(message, () => model.Run(tokens, state, outputs));
            Refused(message, () => model.Run(tokens, [3, 2], state, outputs));
            Refused(message, () => model.RunMasked(tokens, mask, state, outputs));
            Refused(message, () => tape.Forward(tokens, ofTape, outputs));
            Refused(message, () => tape.Forward(tokens, [3, 2], ofTape, outputs));
            Refused(message, () => tape.Forward(tokens, mask, ofTape, outputs));
        }

        Refused("tokens has 5 values; a multiple of batch 2 was expected.", () => tape.Forward([0, 0, 0, 0, 0], ofTape, outputs));
        Refused("tokens has 5 values; a multiple of batch 2 of at most 3 steps was expected.", () => mask.Set([0, 0, 0, 0, 0], 0));
        Refused("outputs has", () => tape.Forward([0, 0], ofTape, new float[1]));
        Refused("tokens has 4 steps; at most 3 were asked for when the tape was made.", () => tape.Forward(new int[8], ofTape, new float[ReferenceNetworks.OutputSteps(shape, 4) * 2 * shape.OutputSize]));
        Refused("The length of row 1", () => tape.Forward(new int[6], [3, 4], ofTape, outputs));
        Refused("state has batch 1; the tape was made for 2.", () => tape.Forward(new int[3], model.CreateState(), new float[ReferenceNetworks.OutputSteps(shape, 3) * shape.OutputSize]));
        Assert.All(outputs, value => Assert.Equal(7, value));
        Assert.All(ofTape.Hidden(0), value => Assert.Equal(0, value));

        tape.Forward(new int[6], ofTape, outputs);
        Refused("The inputs were tokens, which have no gradient", () => tape.Backward(outputs, inputGradients: new float[6 * shape.Input]));
        tape.Backward(outputs);
        using LstmTape other = V5H12L2.CreateTape(LstmWeights.Random(1).Bind(V5H12L2.Shape), new LstmTapeOptions { Batch = 1, Steps = 1 });
        Refused($"{V5H12L2.Shape} has no embeddings of tokens; vectors were expected.", () => other.Forward([1], other.CreateState(), new float[12]));

        static void Refused(string message, Action call) => Assert.StartsWith(message, Assert.IsAssignableFrom<ArgumentException>(Record.Exception(call)).Message);
    }

    private static void Quiet<T>()
        where T : class, ILstmTokenModel<T>, ILstmTrainable<T>
    {
        T model = T.Create(LstmWeights.Random(1));
        using LstmTape tape = T.CreateTape(LstmWeights.Random(1).Bind(T.Shape), new LstmTapeOptions { Batch = 5, Steps = 7 });
        (int[] tokens, int[] lengths, LstmMask mask) = Case<T>(5, 7);
        LstmState state = model.CreateState(5), ofTape = tape.CreateState();
        float[] outputs = new float[ReferenceNetworks.OutputSteps(T.Shape, 7) * 5 * T.Shape.OutputSize];
        Allocated.Nothing(() =>
        {
            model.Run(tokens, state, outputs);
            model.Run(tokens, lengths, state, outputs);
            model.RunMasked(tokens, mask, state, outputs);
            tape.Forward(tokens, mask, ofTape, outputs);
            tape.Backward(outputs);
            tape.Forward(tokens, ofTape, outputs);
            tape.Backward(outputs);
        });
    }

    /// <summary>Tokens that come again, lengths, and a mask of all but token 1 and some holes.</summary>
    private static (int[] Tokens, int[] Lengths, LstmMask Mask) Case<T>(int batch, int steps)
        where T : class, ILstmTokenModel<T>
    {
        var random = new SplitMix((ulong)((batch * 100) + steps));
        int[] tokens = [.. Enumerable.Range(0, batch * steps).Select(_ => random.Below(random.Below(2) == 0 ? 3 : T.Shape.EmbeddedTokens))];
        int[] lengths = [.. Enumerable.Range(0, batch).Select(_ => random.Below(steps + 1))];
        var mask = new LstmMask(Math.Max(1, steps), batch);
        mask.Set(tokens, padding: 1);
        Assert.Equal(tokens.Count(token => token != 1), mask.Lengths.ToArray().Sum());
        return (tokens, lengths, mask);
    }

    private static int[] Without(int[] tokens, Func<int, int, bool> counts, int batch)
        => [.. tokens.Select((token, at) => counts(at / batch, at % batch) ? token : Past)];

    private static float[] Vectors<T>(int[] tokens)
        where T : class, ILstmTokenModel<T>
    {
        LstmParameters parameters = LstmWeights.Random(5).Bind(T.Shape);
        return [.. tokens.SelectMany(token => parameters.Embeddings.Slice(token * T.Shape.Input, T.Shape.Input).ToArray())];
    }
}
