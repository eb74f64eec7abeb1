using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Watching;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>Padding before a sequence and holes in it: as if the steps were not there, to the bit, in every kind of network.</summary>
public sealed class MaskTests
{
    private const int Steps = 11, Batch = 5;

    public static TheoryData<string> Networks => [.. NetworkCases.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowHasTheBitsOfItsStepsThatCount(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 7, Steps, Batch, ragged: false);
        (bool[] counts, LstmMask mask) = Mask(7);
        Poison(trial, counts);
        foreach (LstmMaskedOutput masked in Enum.GetValues<LstmMaskedOutput>())
        {
            CompiledModel model = network.Model.Create(trial.Weights);
            LstmState state = model.CreateState(Batch);
            trial.Begin(state);
            float[] outputs = Result.Poisoned(trial.OutputGradients.Length);
            model.Run(trial.Inputs, mask, state, outputs, masked);
            Result together = Result.Of(outputs, state, trial.Hidden.Length, trial.Cell.Length);
            for (int row = 0; row < Batch; row++)
            {
                int[] own = [.. Enumerable.Range(0, Steps).Where(step => counts[(step * Batch) + row])];
                NetworkTrial alone = trial.Row(row);
                var closed = new NetworkTrial(network, 1, own.Length, 1, ragged: false)
                {
                    Tensors = trial.Tensors,
                    Inputs = [.. own.SelectMany(step => alone.Inputs.AsSpan(step * network.Shape.Input, network.Shape.Input).ToArray())],
                    Hidden = alone.Hidden,
                    Cell = alone.Cell,
                    Begins = alone.Begins,
                };
                Result expected = closed.Run(network.Model.KernelSets[0], lengths: false);
                trial.Row(together, row).AssertSame(network.Shape.Outputs != default ? expected : expected with { Outputs = Opened(expected.Outputs, own, network.Shape.OutputSize, masked) }, $"row {row}, {masked}");
            }
        }
    }

    /// <summary>One tape for masks, lengths and neither in turn, and a mask that is set anew between the passes.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void GradientsAreThoseOfTheStepsThatCount(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var options = new LstmTapeOptions { Batch = Batch, Steps = Steps, Threads = 2 };
        var trial = new NetworkTrial(network, 8, Steps, Batch, ragged: false);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), options);
        int input = network.Shape.Input, output = network.Shape.OutputSize;
        foreach ((LstmMaskedOutput masked, int seed) in ((LstmMaskedOutput, int)[])[(LstmMaskedOutput.Zero, 1), (LstmMaskedOutput.Repeat, 2)])
        {
            (bool[] counts, LstmMask mask) = Mask(seed);
            NetworkTrial poisoned = new(network, 8, Steps, Batch, ragged: false) { Tensors = trial.Tensors };
            Poison(poisoned, counts);

            // The same by hand: closed inputs with lengths, and gradients of repeated outputs added to what they repeat.
            float[] closed = new float[poisoned.Inputs.Length], closedGradients = new float[trial.OutputGradients.Length], closedOutputs = new float[trial.OutputGradients.Length];
            mask.CloseGaps(poisoned.Inputs, input, closed);
            for (int row = 0; row < Batch; row++)
            {
                int passed = 0;
                for (int step = 0; step < Steps && network.Shape.Outputs == default; step++)
                {
                    passed += counts[(step * Batch) + row] ? 1 : 0;
                    for (int value = 0; value < output && passed > 0 && (counts[(step * Batch) + row] || masked == LstmMaskedOutput.Repeat); value++)
                    {
                        closedGradients[((((passed - 1) * Batch) + row) * output) + value] += trial.OutputGradients[(((step * Batch) + row) * output) + value];
                    }
                }
            }

            if (network.Shape.Outputs != default)
            {
                closedGradients = trial.OutputGradients;
            }

            using LstmTape other = network.Model.CreateTape(trial.Weights.Bind(network.Shape), options);
            LstmState expectedState = other.CreateState(), expectedGradients = other.CreateState();
            trial.Begin(expectedState);
            FurtherStates.Import(expectedGradients, trial.HiddenGradients, trial.CellGradients);
            float[] closedInputGradients = new float[closed.Length], expectedInputGradients = new float[closed.Length];
            other.Forward(closed, mask.Lengths, expectedState, closedOutputs, dropout: !network.Zones);
            other.Backward(closedGradients, expectedGradients, closedInputGradients);
            mask.OpenGaps(closedInputGradients, input, expectedInputGradients);

            LstmState state = tape.CreateState(), gradients = tape.CreateState();
            trial.Begin(state);
            FurtherStates.Import(gradients, trial.HiddenGradients, trial.CellGradients);
            float[] outputs = Result.Poisoned(closedOutputs.Length), inputGradients = Result.Poisoned(closed.Length);
            tape.Forward(poisoned.Inputs, mask, state, outputs, masked, dropout: !network.Zones);
            mask.Set(new bool[Steps * Batch]);
            tape.Backward(trial.OutputGradients, gradients, inputGradients);

            Result.Of(outputs[..0], state, trial.Hidden.Length, trial.Cell.Length).AssertSame(Result.Of([], expectedState, trial.Hidden.Length, trial.Cell.Length), "states");
            Result.Of(outputs[..0], gradients, trial.Hidden.Length, trial.Cell.Length).AssertSame(Result.Of([], expectedGradients, trial.Hidden.Length, trial.Cell.Length), "gradients of states");
            Bits.AssertSame(inputGradients, expectedInputGradients, "gradient of the inputs");
            foreach ((LstmTrainable found, LstmTrainable expected) in tape.Trainables.Zip(other.Trainables))
            {
                Bits.AssertSame(found.Gradients.ToArray(), expected.Gradients.ToArray(), found.Name);
            }

            // A pass without a mask afterwards is one without.
            NetworkChecks.AssertSame(trial.Train(other, lengths: true).Gradients, trial.Train(tape, lengths: true).Gradients, "without a mask");
        }
    }

    [Fact]
    public void OtherSizesAreRefused()
    {
        NetworkCase network = NetworkCases.Get("I5H8Gru");
        CompiledModel model = network.Model.Create(LstmWeights.Random(1));
        var mask = new LstmMask(4, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmMask(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmMask(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LstmMask(int.MaxValue, 2));
        Assert.Equal("counts has 10 values; a multiple of batch 2 of at most 4 steps was expected. (Parameter 'counts')", Assert.Throws<ArgumentException>(() => mask.Set(new bool[10])).Message);
        Assert.Throws<ArgumentException>(() => mask.Set(new bool[3]));
        mask.Set(new bool[6]);
        Assert.Equal(
            "mask is of 3 steps and batch 2; 4 steps and batch 2 were expected. (Parameter 'mask')",
            Assert.Throws<ArgumentException>(() => model.Run(new float[4 * 2 * 5], mask, model.CreateState(2), new float[4 * 2 * 8], default)).Message);
        Assert.Throws<ArgumentException>(() => mask.CloseGaps(new float[6], 1, new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => mask.OpenGaps(new float[6], 0, new float[6]));
        using LstmTape tape = network.Model.CreateTape(LstmWeights.Random(1).Bind(network.Shape), new LstmTapeOptions { Batch = 2, Steps = 4 });
        Assert.Throws<ArgumentException>(() => tape.Forward(new float[4 * 2 * 5], mask, tape.CreateState(), new float[4 * 2 * 8]));
        Assert.Throws<ArgumentNullException>(() => tape.Forward(new float[4 * 2 * 5], (LstmMask)null!, tape.CreateState(), new float[4 * 2 * 8]));
    }

    [Fact]
    public void ARunAllocatesNothing()
    {
        CompiledModel model = NetworkCases.Get("I5H8Gru").Model.Create(LstmWeights.Random(1));
        (bool[] counts, LstmMask mask) = Mask(1);
        LstmState state = model.CreateState(Batch);
        float[] inputs = new float[Steps * Batch * 5], outputs = new float[Steps * Batch * 8];
        Allocated.Nothing(() =>
        {
            mask.Set(counts);
            model.Run(inputs, mask, state, outputs, LstmMaskedOutput.Repeat);
        });
    }

    /// <summary>Padding in front, holes, a row of padding alone and one without any.</summary>
    private static (bool[] Counts, LstmMask Mask) Mask(int seed)
    {
        var random = new SplitMix((ulong)seed);
        bool[] counts = [.. Enumerable.Range(0, Steps * Batch).Select(at => (at % Batch) switch { 0 => false, 1 => true, 2 => at / Batch >= 4, _ => random.Below(3) > 0 })];
        var mask = new LstmMask(Steps + 3, Batch);
        mask.Set(counts);
        return (counts, mask);
    }

    private static void Poison(NetworkTrial trial, bool[] counts)
    {
        for (int at = 0; at < counts.Length; at++)
        {
            if (!counts[at])
            {
                trial.Inputs.AsSpan(at * trial.Shape.Input, trial.Shape.Input).Fill(float.NaN);
            }
        }
    }

    private static float[] Opened(float[] closed, int[] own, int features, LstmMaskedOutput masked)
    {
        var opened = new float[Steps * features];
        for (int step = 0; step < Steps; step++)
        {
            int last = Array.FindLastIndex(own, each => each <= step);
            if (last >= 0 && (own[last] == step || masked == LstmMaskedOutput.Repeat))
            {
                closed.AsSpan(last * features, features).CopyTo(opened.AsSpan(step * features));
            }
        }

        return opened;
    }
}
