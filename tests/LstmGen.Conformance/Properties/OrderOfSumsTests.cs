using LstmGen.TestKit.Reference;

namespace LstmGen.Conformance.Properties;

/// <summary>
/// The order of every sum is a rule of the shape. Large terms that almost cancel leave a small sum whose rounding differs
/// between orders by thousands of times what an activation may be off; the sums are formed here by the rule, term by term,
/// and the activations in double.
/// </summary>
[Trait("Leg", "Emulated")]
public sealed class OrderOfSumsTests
{
    /// <summary>Size of the terms. Partial sums round at about 2^-9, results are of size 1.</summary>
    private const float TermSize = 8192;

    /// <summary>Far above 2.5 ULP and the Fast error, far below what another order changes.</summary>
    private const double Tolerance = 2e-5;

    public static TheoryData<string> Models => [.. ModelCases.Names];

    public static TheoryData<string> ModelsWithHead => [.. ModelCases.All.Where(model => model.Shape.HasHead).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void PreActivationsFollowTheRule(string name)
    {
        ModelCase model = ModelCases.Get(name);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var trial = new Trial(model.Shape, new Scenario((int)seed, 1, 1, 0, 0, 0, false));
            TestWeights weights = Cancelling(trial);
            foreach (string kernelSet in model.KernelSets)
            {
                CompiledModel compiled = model.Create(weights.ToLstmWeights(), kernelSet);
                LstmState state = trial.InitialState(compiled);
                compiled.Step(trial.Inputs, state, new float[model.Shape.OutputSize]);
                for (int layer = 0; layer < model.Shape.Layers; layer++)
                {
                    float[] input = layer == 0 ? trial.Inputs : state.Hidden(layer - 1).ToArray();
                    AssertLayer(trial, weights.Layers[layer], layer, input, state, kernelSet);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModelsWithHead))]
    public void TheHeadFollowsTheRule(string name)
    {
        ModelCase model = ModelCases.Get(name);
        LstmShape shape = model.Shape;
        var trial = new Trial(shape, new Scenario(4, 3, 5, 0, 0, 0, false));
        foreach (string kernelSet in model.KernelSets)
        {
            CompiledModel compiled = model.Create(trial.Loaded, kernelSet);
            LstmState state = trial.InitialState(compiled);
            float[] outputs = trial.Poisoned(3);
            compiled.Run(trial.Inputs, state, outputs);
            for (int row = 0; row < 5; row++)
            {
                float[] expected = Head(trial.Weights, state.Hidden(shape.Layers - 1, row));
                Bits.AssertSame(expected, outputs.AsSpan(((2 * 5) + row) * shape.Output, shape.Output), $"head of row {row}, {kernelSet}");
            }
        }
    }

    /// <summary>The cases above would be worth nothing if another order gave the same sums.</summary>
    [Fact]
    public void AnotherOrderWouldShow()
    {
        foreach (ModelCase model in ModelCases.All.Where(model => model.Shape.Hidden >= 5))
        {
            int units = model.Shape.Hidden;
            double largest = 0;
            double difference = 0;
            for (int seed = 1; seed <= 3; seed++)
            {
                var trial = new Trial(model.Shape, new Scenario(seed, 1, 1, 0, 0, 0, false));
                TestLayer layer = Cancelling(trial).Layers[0];
                for (int row = 0; row < model.Shape.Gates * units; row++)
                {
                    float sum = PreActivation(layer, row, trial.Inputs, trial.Hidden.AsSpan(0, units), twoChains: units <= 16);
                    float other = PreActivation(layer, row, trial.Inputs, trial.Hidden.AsSpan(0, units), twoChains: units > 16);
                    largest = Math.Max(largest, Math.Abs(sum));
                    difference = Math.Max(difference, Math.Abs(sum - other));
                }
            }

            // The sums are where activations respond, and differ by more than those could hide.
            Assert.True(largest < 3 && difference > 20 * Tolerance, $"{model.Name}: sums up to {largest:e2}, difference {difference:e2}");
        }
    }

    /// <summary>b + W x + R h as the rule says; b_ih + b_hh is one rounded sum.</summary>
    private static float PreActivation(TestLayer layer, int row, ReadOnlySpan<float> input, ReadOnlySpan<float> hidden, bool twoChains)
    {
        float first = layer.BiasIh.Length > 0 ? layer.BiasIh[row] + layer.BiasHh[row] : 0;
        float second = 0;
        for (int k = 0; k < input.Length; k++)
        {
            first = MathF.FusedMultiplyAdd(layer.WeightIh[(row * input.Length) + k], input[k], first);
        }

        for (int k = 0; k < hidden.Length; k++)
        {
            float weight = layer.WeightHh[(row * hidden.Length) + k];
            if (twoChains && k % 2 == 1)
            {
                second = MathF.FusedMultiplyAdd(weight, hidden[k], second);
            }
            else
            {
                first = MathF.FusedMultiplyAdd(weight, hidden[k], first);
            }
        }

        return twoChains ? first + second : first;
    }

    /// <summary>16 partial sums by index mod 16, folded 8, 4, 2, 1, then the bias.</summary>
    private static float[] Head(TestWeights weights, ReadOnlySpan<float> hidden)
    {
        var outputs = new float[weights.Shape.Output];
        for (int row = 0; row < outputs.Length; row++)
        {
            var partial = new float[16];
            for (int k = 0; k < hidden.Length; k++)
            {
                partial[k % 16] = MathF.FusedMultiplyAdd(weights.HeadWeight[(row * hidden.Length) + k], hidden[k], partial[k % 16]);
            }

            for (int width = 8; width > 0; width /= 2)
            {
                for (int k = 0; k < width; k++)
                {
                    partial[k] += partial[k + width];
                }
            }

            outputs[row] = weights.HeadBias.Length > 0 ? partial[0] + weights.HeadBias[row] : partial[0];
        }

        return outputs;
    }

    /// <summary>c and h of one unit after a step: sums by the rule, a peephole's product last of all, activations in double.</summary>
    private static (double Cell, double Hidden) Step(
        LstmShape shape, TestLayer layer, int unit, ReadOnlySpan<float> input, ReadOnlySpan<float> hidden, float before)
    {
        float[] sums = new float[shape.Gates];
        for (int gate = 0; gate < sums.Length; gate++)
        {
            sums[gate] = PreActivation(layer, (gate * shape.Hidden) + unit, input, hidden, shape.Hidden <= 16);
        }

        LstmCellOptions options = shape.CellOptions;
        bool own = options.CoupledGates == LstmCoupledGates.None;
        double i = Gate(Seen(layer.PeepholeI, sums[0], before));
        double f = Gate(Seen(layer.PeepholeF, sums[own ? 1 : 0], before));
        (i, f) = (options.CoupledGates == LstmCoupledGates.InputFromForget ? 1 - f : i, options.CoupledGates == LstmCoupledGates.ForgetFromInput ? 1 - i : f);
        double bound = ReferenceModels.Bound(options.CellClip);
        double cell = Math.Clamp((f * before) + (i * Through(ReferenceModels.Candidate(options), sums[^2])), -bound, bound);
        return (cell, Gate(Seen(layer.PeepholeO, sums[^1], (float)cell)) * ReferenceModels.Output(options).Value(cell));

        double Gate(float x) => Through(ReferenceModels.Gate(options), x);
        double Through(ReferenceActivation activation, float x) => activation.Value(Math.Clamp(x, -ReferenceModels.Bound(options.Clip), ReferenceModels.Bound(options.Clip)));
        float Seen(float[] peephole, float sum, float cell) => peephole.Length > 0 ? MathF.FusedMultiplyAdd(peephole[unit], cell, sum) : sum;
    }

    private static void AssertLayer(Trial trial, TestLayer layer, int index, float[] input, LstmState state, string kernelSet)
    {
        int units = trial.Shape.Hidden;
        ReadOnlySpan<float> hidden = trial.Hidden.AsSpan(index * units, units);
        for (int unit = 0; unit < units; unit++)
        {
            (double cell, double h) = Step(trial.Shape, layer, unit, input, hidden, trial.Cell[(index * units) + unit]);
            AssertNear(cell, state.Cell(index)[unit], "c");
            AssertNear(h, state.Hidden(index)[unit], "h");
            void AssertNear(double expected, float actual, string what) => Assert.True(
                Math.Abs(expected - actual) <= Tolerance,
                FormattableString.Invariant($"{what} of layer {index}, unit {unit} on {kernelSet} is {actual:R}, by the rule {expected:R}"));
        }
    }

    /// <summary>Weights and biases of large terms; the first input's weight brings every sum back to about the size of 1.</summary>
    private static TestWeights Cancelling(Trial trial)
    {
        LstmShape shape = trial.Shape;
        int units = shape.Hidden;
        var random = new SplitMix((ulong)trial.Scenario.Seed + 77);
        TestWeights weights = TestWeights.Build(shape, length => random.Fill(length, TermSize));
        Array.ForEach(weights.Layers, layer =>
        {
            // Products outside the sums: of the sums' own size, or they would hide them.
            foreach (float[] peephole in (float[][])[layer.PeepholeI, layer.PeepholeF, layer.PeepholeO])
            {
                random.Fill(peephole.Length, 1).CopyTo(peephole, 0);
            }
        });
        float[] input = trial.Inputs;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            TestLayer parameters = weights.Layers[layer];
            float[] hidden = trial.Hidden[(layer * units)..((layer + 1) * units)];
            for (int row = 0; row < shape.Gates * units; row++)
            {
                double rest = shape.Bias ? parameters.BiasIh[row] + parameters.BiasHh[row] : 0;
                for (int k = 1; k < input.Length; k++)
                {
                    rest += (double)parameters.WeightIh[(row * input.Length) + k] * input[k];
                }

                for (int k = 0; k < units; k++)
                {
                    rest += (double)parameters.WeightHh[(row * units) + k] * hidden[k];
                }

                parameters.WeightIh[row * input.Length] = (float)((random.Signed(1) - rest) / input[0]);
            }

            // What the layer above reads, closely enough for its sums to cancel too.
            var next = new float[units];
            for (int unit = 0; unit < units; unit++)
            {
                next[unit] = (float)Step(shape, parameters, unit, input, hidden, trial.Cell[(layer * units) + unit]).Hidden;
            }

            input = next;
        }

        return weights;
    }

}
