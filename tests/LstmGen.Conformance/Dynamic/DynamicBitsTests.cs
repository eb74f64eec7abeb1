namespace LstmGen.Conformance.Dynamic;

/// <summary>A network that is described at run time has the shape and the bits of the generated class, on every kernel set.</summary>
public sealed class DynamicBitsTests
{
    /// <summary>Multiply-adds that a run may take: the portable kernels need a nanosecond each.</summary>
    private const long Budget = 1_500_000;

    public static TheoryData<string> Names => [.. Described.Models.Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void ShapesAreThoseOfGeneratedClasses(string name) => Assert.Equal(Model(name).Shape, Described.Of(name).Shape);

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsHaveTheBitsOfTheGeneratedClass(string name)
    {
        ModelCase model = Model(name);
        foreach ((CompiledModel generated, LstmDynamic dynamic) in Pairs(model))
        {
            Assert.Equal(model.Streams, dynamic.CanStep);
            if (!dynamic.CanStep)
            {
                return;
            }

            LstmState expectedState = generated.CreateState(), foundState = dynamic.CreateState();
            var random = new SplitMix(3);
            float[] expected = new float[model.Shape.OutputSize], found = new float[expected.Length];
            for (int step = 0; step < 5; step++)
            {
                float[] input = random.Fill(model.Shape.Input, 2);
                generated.Step(input, expectedState, expected);
                dynamic.Step(input, foundState, found);
                Bits.AssertSame(expected, found, $"{dynamic.KernelSet}, step {step}");
                Described.AssertSame(expectedState, foundState, $"{dynamic.KernelSet}, step {step}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RunsHaveTheBitsOfTheGeneratedClass(string name)
    {
        ModelCase model = Model(name);
        foreach ((CompiledModel generated, LstmDynamic dynamic) in Pairs(model))
        {
            foreach ((int batch, int most) in ((int, int)[])[(1, 0), (1, 53), (2, 5), (5, 14), (9, 4), (70, 2)])
            {
                int steps = Math.Min(most, (int)Math.Max(2, Budget / (model.Shape.MultiplyAddsPerStep * batch)));
                var random = new SplitMix((ulong)(batch + steps));
                float[] inputs = random.Fill((long)steps * batch * model.Shape.Input, 2);
                int[] lengths = [.. Enumerable.Range(0, batch).Select(row => row % 3 == 0 ? steps : random.Below(steps + 1))];
                float[] expected = new float[model.Shape.OutputSize * batch * (model.Shape.Outputs == LstmOutputs.EveryStep ? steps : 1)], found = new float[expected.Length];
                foreach (bool ragged in (bool[])[false, true])
                {
                    string what = $"{dynamic.KernelSet}, {steps} x {batch}{(ragged ? ", lengths" : "")}";
                    LstmState expectedState = generated.CreateState(batch), foundState = dynamic.CreateState(batch);
                    if (batch % 2 == 1)
                    {
                        Described.Fill(expectedState, 7);
                        Described.Fill(foundState, 7);
                    }

                    Array.Fill(found, float.NaN);
                    if (ragged)
                    {
                        generated.Run(inputs, lengths, expectedState, expected);
                        dynamic.Run(inputs, lengths, foundState, found);
                    }
                    else
                    {
                        generated.Run(inputs, expectedState, expected);
                        dynamic.Run(inputs, foundState, found);
                    }

                    Bits.AssertSame(expected, found, what);
                    Described.AssertSame(expectedState, foundState, what);
                }
            }
        }
    }

    private static ModelCase Model(string name) => Described.Models.Single(model => model.Name == name);

    private static IEnumerable<(CompiledModel Generated, LstmDynamic Dynamic)> Pairs(ModelCase model)
    {
        LstmWeights weights = Described.Weights(model.Shape, 5);
        CompiledModel generated = model.Create(weights);
        Assert.Equal(model.KernelSets, LstmDynamic.KernelSets);
        foreach (string kernelSet in LstmDynamic.KernelSets)
        {
            yield return (generated, new LstmDynamic(Described.Of(model.Name), weights, kernelSet));
        }
    }
}
