using LstmGen.Conformance.Training;
using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>Zoneout in training: which units keep a state shows in the states themselves; the reference under those masks has the same outputs and gradients.</summary>
public sealed class ZoneoutTests
{
    private const int Steps = 8;

    [Fact]
    public void ATrainingStepIsThatOfTheReferenceUnderItsMasks()
    {
        NetworkCase network = NetworkCases.Get(nameof(I5H20L2O3PeepholesZoned));
        foreach (string kernelSet in network.Model.KernelSets)
        {
            for (int pass = 0; pass < 3; pass++)
            {
                var trial = new NetworkTrial(network, 40 + pass, Steps, 1, ragged: false);
                using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = 1, Steps = Steps, Seed = 5, KernelSet = kernelSet });
                tape.Pass = pass;
                LstmState state = tape.CreateState(), gradients = tape.CreateState();
                trial.Begin(state);
                FurtherStates.Import(gradients, trial.HiddenGradients, trial.CellGradients);
                float[] outputs = new float[trial.OutputGradients.Length], inputGradients = new float[trial.Inputs.Length];
                tape.Forward(trial.Inputs, state, outputs);
                Assert.Equal(pass + 1, tape.Pass);
                ReferenceSolution expected = Masked(trial, network, [Kept(tape, trial, 0), Kept(tape, trial, 1)]).Problem(lengths: false).Solve();
                tape.Backward(trial.OutputGradients, gradients, inputGradients);
                NetworkBounds bounds = NetworkBounds.OfShape(trial);
                AssertWithin(bounds.Forward, outputs, expected.Outputs, "outputs", ErrorBound.Floor);
                (string Name, float[] Values)[] found = [.. tape.Trainables.Select(one => (one.Name, one.Gradients.ToArray())), ("inputs", inputGradients)];
                foreach ((string name, float[] values) in found)
                {
                    AssertWithin(bounds.Backward, values, expected.Gradients.Single(one => one.Name == name).Values, name, GradientBound.Floor(name, Steps, 1));
                }
            }
        }
    }

    /// <summary>As often as the rates say, in every layer, row and step, and differently in each.</summary>
    [Fact]
    public void UnitsKeepTheirStatesAsOftenAsAsked()
    {
        NetworkCase network = NetworkCases.Get(nameof(I5H20L2O3PeepholesZoned));
        const int Batch = 40, Long = 30;
        var trial = new NetworkTrial(network, 3, Long, Batch, ragged: false);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = Batch, Steps = Long, Seed = 5 });
        tape.Forward(trial.Inputs, tape.CreateState(), new float[trial.OutputGradients.Length]);
        var seen = new List<string>();
        for (int layer = 0; layer < 2; layer++)
        {
            foreach ((string name, double rate) in ((string, double)[])[("hidden", 0.25), ("cell", 0.125)])
            {
                float[] values = new float[Long * Batch * 20];
                tape.GetStates(name, layer, values);
                bool[] kept = [.. Enumerable.Range(Batch * 20, (Long - 1) * Batch * 20).Select(at => values[at] == values[at - (Batch * 20)])];
                Assert.InRange(kept.Count(each => each) / (double)kept.Length, rate - 0.012, rate + 0.012);
                seen.Add(string.Concat(kept.Take(2000).Select(each => each ? 1 : 0)));
                Assert.NotEqual(kept[..(Batch * 20)], kept[(Batch * 20)..(2 * Batch * 20)]); // another step
                Assert.NotEqual(kept[..20], kept[20..40]); // another row
            }
        }

        Assert.Equal(4, seen.Distinct().Count());
    }

    /// <summary>A random pass follows from seed and pass alone, whatever the threads and kernels, and one without is a run.</summary>
    [Theory]
    [Trait("Leg", "Emulated")]
    [InlineData(nameof(I5H20L2O3PeepholesZoned))]
    [InlineData(nameof(I4H12P5BothCellZonedFast))]
    [InlineData(nameof(Zoned))]
    public void PassesAreTheSameForAnyThreadsAndKernels(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var trial = new NetworkTrial(network, 9, Steps, 5, ragged: true);
        List<float[]>? first = null;
        foreach ((string kernelSet, int threads) in network.Model.KernelSets.SelectMany(set => new[] { (set, 1), (set, 3) }))
        {
            using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = 5, Steps = Steps, Threads = threads, KernelSet = kernelSet });
            float[] mean = Forward(tape, dropout: false), one = Forward(tape, dropout: true), other = Forward(tape, dropout: true);
            Assert.Equal(2, tape.Pass);
            tape.Backward(trial.OutputGradients);
            Bits.AssertSame(trial.Run(kernelSet, lengths: true).Outputs, mean, "in the mean");
            Assert.NotEqual(one, other);
            Assert.NotEqual(one, mean);
            tape.Pass = 0;
            Bits.AssertSame(one, Forward(tape, dropout: true), "again");
            List<float[]> all = [one, other, .. tape.Trainables.Select(each => each.Gradients.ToArray())];
            first ??= all;
            Assert.All(all.Zip(first), pair => Bits.AssertSame(pair.Second, pair.First, $"{kernelSet}, {threads} threads"));
        }

        float[] Forward(LstmTape tape, bool dropout)
        {
            LstmState state = tape.CreateState();
            trial.Begin(state);
            float[] outputs = new float[trial.OutputGradients.Length];
            tape.Forward(trial.Inputs, trial.Lengths, state, outputs, dropout);
            return outputs;
        }
    }

    /// <summary>A mask is that of the caller's row, whatever the lengths of the others.</summary>
    [Fact]
    public void ARowKeepsItsMaskBesideOtherLengths()
    {
        NetworkCase network = NetworkCases.Get(nameof(I5H20L2O3PeepholesZoned));
        var trial = new NetworkTrial(network, 4, Steps, 4, ragged: false);
        using LstmTape tape = network.Model.CreateTape(trial.Weights.Bind(network.Shape), new LstmTapeOptions { Batch = 4, Steps = Steps });
        float[][] rows = [.. ((int[][])[[8, 8, 8, 8], [1, 2, 8, 3], [0, 8, 8, 8]]).Select(lengths =>
        {
            tape.Pass = 3;
            float[] outputs = new float[trial.OutputGradients.Length];
            tape.Forward(trial.Inputs, lengths, tape.CreateState(), outputs);
            return Result.RowOf(outputs, network.Shape.OutputSize, 4, 2);
        })];
        Bits.AssertSame(rows[0], rows[1], "after shorter ones");
        Bits.AssertSame(rows[0], rows[2], "after one without steps");
    }

    [Fact]
    public void TrainingGoesOnToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        float[] series = TrainingCase.Series(120);
        using Trainer<Zoned> whole = Create();
        whole.Run(new OnStep(now => whole.SaveCheckpoint(folder.File($"{now.Step}"))));
        for (long step = 1; step < whole.Steps; step += 3)
        {
            using Trainer<Zoned> rest = Create();
            rest.LoadCheckpoint(folder.File($"{step}"));
            rest.Run();
            Assert.Equal(TrainingCase.Bits(whole), TrainingCase.Bits(rest));
        }

        Trainer<Zoned> Create()
        {
            LstmSequences Data(int first) => new(
                [.. Enumerable.Range(first, 12).Select(at => new LstmSequence(series.AsMemory(at * 3, 9 * 3), series.AsMemory(at, 9 * 2)))], batch: 4, inputSize: 3, targetSize: 2);
            return new Trainer<Zoned>(Data(0), new TrainerOptions { Loss = LstmLoss.MeanSquared, Epochs = 3, Seed = 7 }, Data(15));
        }
    }

    /// <summary>What the states of a layer show: 1 where they are those of the step before.</summary>
    private static (double[] Hidden, double[] Cell)[] Kept(LstmTape tape, NetworkTrial trial, int layer)
    {
        float[] Of(string name, float[] before)
        {
            float[] values = new float[Steps * 20];
            tape.GetStates(name, layer, values);
            return [.. before.AsSpan(layer * 20, 20), .. values];
        }

        float[] h = Of("hidden", trial.Hidden), c = Of("cell", trial.Cell);
        double[] Same(float[] values, int step) => [.. Enumerable.Range(0, 20).Select(unit => values[((step + 1) * 20) + unit] == values[(step * 20) + unit] ? 1.0 : 0)];
        return [.. Enumerable.Range(0, Steps).Select(step => (Same(h, step), Same(c, step)))];
    }

    private static NetworkTrial Masked(NetworkTrial trial, NetworkCase network, (double[] Hidden, double[] Cell)[][] masks)
    {
        LstmShape plain = network.Shape with { Layers = 1, Output = 0, CellOptions = network.Shape.CellOptions with { HiddenZoneout = 0, CellZoneout = 0 } };
        int index = 0;
        ReferenceNode[] layers = [.. masks.Select((own, layer)
            => new ReferenceZoneout(ReferenceNetworks.Layer(plain, "", $"_l{layer}", layer == 0 ? 5 : 20, ref index), layer, 0, 0, step => own[step]))];
        return trial.With(network with { Reference = new ReferenceChain([.. layers, new ReferenceDense("head.", 3)]) });
    }

    private static void AssertWithin(double bound, float[] values, double[] reference, string tensor, double floor)
    {
        double error = ErrorBound.Of(values, reference, floor);
        Assert.True(error <= bound, FormattableString.Invariant($"{tensor}: error {error:e2} exceeds the bound {bound:e2}"));
    }
}
