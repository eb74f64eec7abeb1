using LstmGen.Conformance.Properties;
using LstmGen.Training;

namespace LstmGen.Conformance.Gradients;

/// <summary>Dropout: masks that seed and pass determine, of the right rate, the same in the backward pass as in the forward pass.</summary>
public sealed class DropoutTests
{
    /// <summary>The masks are seen from outside; the reference applies them.</summary>
    [Property]
    public void GradientsUnderDropoutAgreeWithTheReference(Case drawn)
    {
        ModelCase model = drawn.Model;
        Scenario scenario = drawn.Scenario;
        if (!DropoutMasks.Show(model.Shape.CellOptions))
        {
            return;
        }

        // Kept values are scaled up to twofold: weights of half the range keep the bound's assumptions.
        var trial = new Trial(model.Shape, scenario with { Steps = Math.Clamp(scenario.Steps, 1, 9), GainLog2 = Math.Min(scenario.GainLog2, -1) });
        TrainingTrial training = TrainingTrial.Of(trial);
        int[] lengths = trial.Scenario.Lengths();
        LstmTapeOptions options = training.Options with
        {
            Dropout = scenario.Seed % 4 == 0 ? 0 : 0.5f,
            RecurrentDropout = scenario.Seed % 4 == 1 ? 0 : 0.25f,
            RecurrentWeightDropout = scenario.Seed % 4 == 2 ? 0 : 0.5f,
            InputDropout = scenario.Seed % 4 == 3 ? 0 : 0.25f,
            LockedDropout = scenario.Seed % 3 == 0,
            Threads = 1 + (int)((uint)scenario.Seed % 2),
            Seed = (ulong)scenario.Seed,
        };
        long pass = scenario.LengthSeed;
        DropoutMasks.Observed masks = DropoutMasks.Observe(model, options, pass);
        using LstmTape tape = training.CreateTape(model, options);
        tape.Pass = pass;
        GradientAccuracyTests.AssertClose(training, trial.Weights, lengths, training.Run(tape, lengths), masks.Scaled(options));
    }

    [Property]
    public void AnEvaluationHasNoMasksAndIsNoPass(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        TrainingResult plain = trial.Run(model, lengths);
        using LstmTape tape = trial.CreateTape(
            model, trial.Options with { Dropout = 0.5f, RecurrentDropout = 0.5f, RecurrentWeightDropout = 0.5f, InputDropout = 0.5f });
        Assert.Equal(0, tape.Pass);
        trial.Run(tape, lengths);
        Assert.Equal(1, tape.Pass);
        plain.AssertSame(trial.Run(tape, lengths, dropout: false), "an evaluation between passes");
        Assert.Equal(1, tape.Pass);
        trial.Run(tape);
        Assert.Equal(2, tape.Pass);
    }

    [Property]
    public void SeedAndPassDetermineEverything(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        int[] lengths = drawn.Scenario.Lengths();
        LstmTapeOptions options = trial.Options with { Dropout = 0.5f, RecurrentDropout = 0.25f, RecurrentWeightDropout = 0.5f, InputDropout = 0.25f, Seed = 123 };
        using LstmTape tape = trial.CreateTape(model, options);
        TrainingResult[] passes = [.. Enumerable.Range(0, 3).Select(_ => trial.Run(tape, lengths))];
        using LstmTape resumed = trial.CreateTape(model, options with { Threads = 2, Steps = options.Steps + 3 });
        resumed.Pass = 2;
        passes[2].AssertSame(trial.Run(resumed, lengths), "resumed at pass 2");
        tape.Pass = 1;
        passes[1].AssertSame(trial.Run(tape, lengths), "pass 1 again");
    }

    /// <summary>One kind alone starts a pass, and a pass that is done again is the same, whatever ran in between.</summary>
    [Property]
    public void EachKindAloneIsAPass(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        foreach (LstmTapeOptions options in (LstmTapeOptions[])[
            .. model.Shape.Layers > 1 ? new[] { trial.Options with { Dropout = 0.5f } } : [],
            trial.Options with { RecurrentDropout = 0.5f },
            trial.Options with { RecurrentWeightDropout = 0.5f }, trial.Options with { InputDropout = 0.5f }])
        {
            using LstmTape tape = trial.CreateTape(model, options);
            TrainingResult first = trial.Run(tape);
            Assert.Equal(1, tape.Pass);
            trial.Run(tape);
            Assert.Equal(2, tape.Pass);
            trial.Run(tape, dropout: false);
            tape.Pass = 0;
            first.AssertSame(trial.Run(tape), $"{options}");
        }
    }

    /// <summary>Each pass has a mask of its own, so the gradient of R is the sum of both passes' own: to the bit, since it is one addition.</summary>
    [Property]
    public void GradientsOfMaskedWeightsAreSummedBehindTheirMasks(Case drawn)
    {
        ModelCase model = drawn.Model;
        TrainingTrial trial = TrainingTrial.Of(drawn.Trial());
        LstmTapeOptions options = trial.Options with { RecurrentWeightDropout = 0.5f, Seed = 5, Threads = 2 };
        using LstmTape alone = trial.CreateTape(model, options);
        TrainingResult first = trial.Run(alone), second = trial.Run(alone), evaluated = trial.Run(alone, dropout: false);
        using LstmTape tape = trial.CreateTape(model, options);
        trial.Run(tape);
        trial.Run(tape, accumulate: true);
        TrainingResult sum = trial.Run(tape, dropout: false, accumulate: true);
        for (int index = 0; index < sum.Parameters.Length; index++)
        {
            (string name, float[] values) = sum.Parameters[index];
            float[][] parts = [.. new[] { first, second, evaluated }.Select(result => result.Parameters[index].Values)];
            for (int element = 0; name.StartsWith("weight_hh", StringComparison.Ordinal) && element < values.Length; element++)
            {
                Assert.Equal(parts[0][element] + parts[1][element] + parts[2][element], values[element]);
            }
        }
    }

    [Fact]
    public void LockedMasksAreOneForAllStepsOfASequence()
    {
        ModelCase model = ModelCases.Get(nameof(I8H16L3));
        var options = new LstmTapeOptions { Batch = 5, Steps = 7, Dropout = 0.5f, InputDropout = 0.5f, Seed = 3 };
        foreach (bool locked in (bool[])[false, true])
        {
            DropoutMasks.Observed masks = DropoutMasks.Observe(model, options with { LockedDropout = locked }, 2);
            foreach (bool[] mask in (bool[][])[masks.Inputs, masks.Between[0], masks.Between[1]])
            {
                bool[][] steps = [.. mask.Chunk(mask.Length / options.Steps)];
                Assert.Equal(locked, steps.All(step => step.SequenceEqual(steps[0])));
                bool[][] rows = [.. steps[0].Chunk(steps[0].Length / options.Batch)];
                Assert.DoesNotContain(rows.Skip(1), row => row.SequenceEqual(rows[0]));
            }
        }
    }

    [Fact]
    public void MasksHaveTheirRatesAndAreIndependent()
    {
        ModelCase model = ModelCases.Get(nameof(I8H16L3));
        foreach (float rate in (float[])[0.1f, 0.25f, 0.5f, 0.9f])
        {
            var options = new LstmTapeOptions { Batch = 19, Steps = 12, Dropout = rate, RecurrentDropout = rate, RecurrentWeightDropout = rate, InputDropout = rate, Seed = 42 };
            DropoutMasks.Observed[] passes = [.. Enumerable.Range(0, 6).Select(pass => DropoutMasks.Observe(model, options, pass))];
            DropoutMasks.Observed otherSeed = DropoutMasks.Observe(model, options with { Seed = 43 }, 0);
            bool[] Between(int pass, int layer) => passes[pass].Between[layer];
            bool[] Recurrent(int pass, int layer) => passes[pass].Recurrent[layer];
            AssertRate(rate, [.. passes.SelectMany(masks => masks.Between.SelectMany(mask => mask))], "between layers");
            AssertRate(rate, [.. passes.SelectMany(masks => masks.Recurrent.SelectMany(mask => mask))], "recurrent");

            bool[] Weights(int pass, int layer) => passes[pass].RecurrentWeights[layer];
            AssertRate(rate, [.. passes.SelectMany(masks => masks.Inputs)], "inputs");
            AssertRate(rate, [.. passes.SelectMany(masks => masks.RecurrentWeights.SelectMany(mask => mask))], "weights");

            int row = model.Shape.Hidden, inputs = model.Shape.Input;
            AssertIndependent(rate, passes[0].Inputs, Between(0, 0), "kinds: inputs");
            AssertIndependent(rate, passes[0].Inputs, passes[1].Inputs, "passes, inputs");
            AssertIndependent(rate, passes[0].Inputs, otherSeed.Inputs, "seeds, inputs");
            AssertIndependent(rate, passes[0].Inputs[1..], passes[0].Inputs[..^1], "features");
            AssertIndependent(rate, passes[0].Inputs[inputs..], passes[0].Inputs[..^inputs], "rows, inputs");
            AssertIndependent(rate, passes[0].Inputs[(19 * inputs)..], passes[0].Inputs[..^(19 * inputs)], "steps, inputs");
            AssertIndependent(rate, Weights(0, 0), Between(0, 0), "kinds: weights");
            AssertIndependent(rate, Weights(0, 0), Recurrent(0, 0), "kinds: weights, recurrent");
            AssertIndependent(rate, Weights(0, 0), Weights(0, 1), "layers, weights");
            AssertIndependent(rate, Weights(0, 0), Weights(1, 0), "passes, weights");
            AssertIndependent(rate, Weights(0, 0), otherSeed.RecurrentWeights[0], "seeds, weights");
            AssertIndependent(rate, Weights(0, 0)[1..], Weights(0, 0)[..^1], "columns, weights");
            AssertIndependent(rate, Weights(0, 0)[row..], Weights(0, 0)[..^row], "rows, weights");
            AssertIndependent(rate, Weights(0, 0)[(row * row)..], Weights(0, 0)[..^(row * row)], "gates, weights");
            AssertIndependent(rate, Between(0, 0), Between(0, 1), "layers");
            AssertIndependent(rate, Between(0, 0), Between(1, 0), "passes");
            AssertIndependent(rate, Between(0, 0), otherSeed.Between[0], "seeds");
            AssertIndependent(rate, Between(0, 0)[1..], Between(0, 0)[..^1], "units");
            AssertIndependent(rate, Between(0, 0)[row..], Between(0, 0)[..^row], "rows");
            AssertIndependent(rate, Between(0, 0)[(19 * row)..], Between(0, 0)[..^(19 * row)], "steps");
            AssertIndependent(rate, Recurrent(0, 0), Between(0, 0), "kinds");
            AssertIndependent(rate, Recurrent(0, 0), Recurrent(0, 1), "layers, recurrent");
            AssertIndependent(rate, Recurrent(0, 1), Recurrent(1, 1), "passes, recurrent");
            AssertIndependent(rate, Recurrent(0, 2), otherSeed.Recurrent[2], "seeds, recurrent");
            AssertIndependent(rate, Recurrent(0, 0)[1..], Recurrent(0, 0)[..^1], "units, recurrent");
            AssertIndependent(rate, Recurrent(0, 0)[row..], Recurrent(0, 0)[..^row], "rows, recurrent");
        }
    }

    /// <summary>The seed is fixed, so five standard deviations either hold for good or not at all.</summary>
    private static void AssertRate(double rate, bool[] kept, string what)
    {
        double dropped = kept.Count(value => !value) / (double)kept.Length;
        double deviation = Math.Sqrt(rate * (1 - rate) / kept.Length);
        Assert.True(Math.Abs(dropped - rate) < 5 * deviation, $"{what}: {dropped:p2} dropped, {rate:p0} asked for, deviation {deviation:p2}");
    }

    private static void AssertIndependent(double rate, bool[] left, bool[] right, string what)
    {
        int count = Math.Min(left.Length, right.Length);
        double agreement = left.Zip(right).Count(pair => pair.First == pair.Second) / (double)count;
        double expected = (rate * rate) + ((1 - rate) * (1 - rate));
        double deviation = Math.Sqrt(expected * (1 - expected) / count);
        Assert.True(Math.Abs(agreement - expected) < 5 * deviation, $"{what}: {agreement:p2} agree, {expected:p2} expected, deviation {deviation:p2}");
    }
}
