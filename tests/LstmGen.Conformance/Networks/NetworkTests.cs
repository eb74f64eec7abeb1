using LstmGen.TestKit.Networks;
using LstmGen.Training;

namespace LstmGen.Conformance.Networks;

/// <summary>Networks in two directions, with projections and with several kinds of layers: what holds for every model holds for them.</summary>
public sealed class NetworkTests
{
    private static readonly (int Steps, int Batch)[] s_sizes = [(0, 3), (1, 1), (7, 1), (60, 1), (5, 2), (9, 5), (4, 19)];

    public static TheoryData<string> Networks => [.. NetworkCases.All.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void RunsAndGradientsAgreeWithTheReference(string name)
        => Each(name, (network, trial, lengths) => NetworkChecks.Reference(network, trial, lengths, NetworkBounds.OfShape(trial)));

    [Trait("Leg", "Emulated")]
    [Theory]
    [MemberData(nameof(Networks))]
    public void AllKernelSetsAndNumbersOfThreadsGiveTheSameBits(string name) => Each(name, NetworkChecks.KernelSetsAndThreads);

    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowAloneHasTheBitsItHasInABatch(string name) => Each(name, NetworkChecks.Rows);

    /// <summary>What lies past a row's length is not read, and a NaN stays in its row.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void ARowDoesNotSeeOthersNorWhatLiesPastItsLength(string name)
        => Each(name, (network, trial, lengths) =>
        {
            string kernelSet = network.Model.KernelSets[0];
            Result clean = trial.Run(kernelSet, lengths);
            for (int row = 0; row < trial.Batch; row++)
            {
                for (int step = lengths ? trial.Lengths[row] : trial.Steps; step < trial.Steps; step++)
                {
                    trial.Inputs.AsSpan(((step * trial.Batch) + row) * network.Shape.Input, network.Shape.Input).Fill(float.NaN);
                }
            }

            Result same = trial.Run(kernelSet, lengths);
            same.AssertSame(clean, "NaN past the lengths");
            if (trial.Batch > 1 && trial.Steps > 0)
            {
                trial.Inputs.AsSpan(trial.Steps / 2 * trial.Batch * network.Shape.Input, network.Shape.Input).Fill(float.NaN); // row 0
                Result poisoned = trial.Run(kernelSet, lengths);
                for (int row = 1; row < trial.Batch; row++)
                {
                    trial.Row(poisoned, row).AssertSame(trial.Row(clean, row), $"row {row} beside a NaN");
                }
            }
        });

    [Trait("Leg", "Emulated")]
    [Theory]
    [MemberData(nameof(Networks))]
    public void StepsGiveTheBitsOfASequence(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        Assert.SkipWhen(!network.Model.Streams, "reads whole sequences");
        NetworkChecks.Steps(network, new NetworkTrial(network, 77, 50, 1, ragged: false));
    }

    /// <summary>One tape for passes of changing lengths, with dropout of every kind and without: as a new tape each time.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void AUsedTapeIsAsGoodAsANewOne(string name)
    {
        NetworkCase network = NetworkCases.Get(name);
        var options = new LstmTapeOptions
        {
            Batch = 5, Steps = 9, Threads = 2, Seed = 3, RecurrentDropout = 0.25f, InputDropout = 0.5f, RecurrentWeightDropout = 0.125f,
            Dropout = network.Shape.Layers > 1 ? 0.5f : 0,
        };
        var longer = new NetworkTrial(network, 5, 9, 5, ragged: true);
        var shorter = new NetworkTrial(network, 6, 4, 5, ragged: true) { Tensors = longer.Tensors };
        using LstmTape used = network.Model.CreateTape(longer.Weights.Bind(network.Shape), options);
        foreach (NetworkTrial trial in (NetworkTrial[])[longer, shorter, longer, longer])
        {
            using LstmTape fresh = network.Model.CreateTape(longer.Weights.Bind(network.Shape), options);
            fresh.Pass = used.Pass;
            NetworkChecks.AssertSame(trial.Train(fresh, lengths: true).Gradients, trial.Train(used, lengths: true).Gradients, $"pass {used.Pass}");
        }
    }

    private static void Each(string name, Action<NetworkCase, NetworkTrial, bool> check)
    {
        NetworkCase network = NetworkCases.Get(name);
        foreach ((int steps, int batch) in s_sizes)
        {
            if (network.Shape.MultiplyAddsPerStep * steps * batch < 2_500_000)
            {
                foreach (bool lengths in new[] { false, true })
                {
                    check(network, new NetworkTrial(network, (steps * 100) + batch, steps, batch, lengths), lengths);
                }
            }
        }
    }
}
