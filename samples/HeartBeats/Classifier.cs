using LstmGen.Training;

namespace LstmGen.Samples.HeartBeats;

/// <summary>Trains a model; the baseline; the parts of a cross-validation.</summary>
internal static class Classifier
{
    private const int Batch = 16;

    /// <summary>The weights after all epochs: so few beats leave none over to stop by.</summary>
    public static LstmParameters Train(IReadOnlyList<Beat> beats, int epochs, int seed, int threads, CancellationToken cancellation)
    {
        var data = new BeatData(beats, Batch);
        using var trainer = new Trainer<BeatModel>(data, new TrainerOptions
        {
            Loss = LstmLoss.SoftmaxCrossEntropy,
            Optimizer = weights => new AdamW(weights, new AdamOptions { WeightDecay = 0.01 }),
            Schedule = () => LstmSchedule.WarmUp(20, LstmSchedule.Cosine(0.01f, (long)epochs * data.Count)),
            ClipNorm = 1,
            RecurrentDropout = 0.2f,
            Epochs = epochs,
            Seed = (ulong)seed,
            Threads = threads,
        });
        trainer.Train(progress: null, cancellation);
        return trainer.Parameters;
    }

    /// <summary>The class of the beat that is least far away (Euclid): the usual baseline.</summary>
    public static int[] Nearest(IReadOnlyList<Beat> known, IReadOnlyList<Beat> beats)
        => [.. beats.Select(beat => known.MinBy(other => other.Samples.Zip(beat.Samples, (a, b) => (double)(a - b) * (a - b)).Sum())!.Label)];

    /// <summary>For each beat the number of its part, each part with as much of every class as can be.</summary>
    public static int[] Parts(IReadOnlyList<Beat> beats, int parts, int seed)
    {
        int[] part = new int[beats.Count];
        int next = 0;
        int[] shuffled = [.. Enumerable.Range(0, beats.Count)];
        new Random(seed).Shuffle(shuffled);
        foreach (int index in shuffled.OrderBy(index => beats[index].Label))
        {
            part[index] = next++ % parts;
        }

        return part;
    }
}
