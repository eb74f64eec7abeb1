using System.Diagnostics;
using LstmGen.Training;

namespace LstmGen.Samples.Names;

/// <summary>Times training steps, as <c>train_names.py --speed</c> does: 32 sentences of 20 words, 13 tags, 20,000 vectors.</summary>
internal static class Speed
{
    private const int Sentences = 32, Words = 20, Vectors = 20_000, Repeats = 100, WarmUp = 20;

    public static string Measure(int threads)
    {
        string[] tags = ["O", .. "abcdef".SelectMany(kind => new[] { $"B-{kind}", $"I-{kind}" })];
        var random = new Random(1);
        var data = new LstmSequences(
            [.. Enumerable.Range(0, Sentences).Select(_ => new LstmSequence(
                Enumerable.Range(0, Words * Vocabulary.Features).Select(_ => (float)random.Next(Vocabulary.Features + 1, Vectors)).ToArray(), new float[Words]))],
            Sentences, Vocabulary.Features, targetSize: 1);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        using var tagger = new Tagger(Sentences, Words, tags, [.. Enumerable.Repeat(10f, Vectors)], seed: 1, threads);
        var adam = new Adam(tagger.Trainables, new() { LearningRate = 0.003f });
        double[] times = new double[Repeats];
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = Stopwatch.GetTimestamp();
            tagger.Forward(batch, trains: true);
            tagger.Backward();
            LstmClipping.ByGlobalNorm(tagger.Trainables, 5);
            adam.Step();
            times[repeat] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times, WarmUp, Repeats - WarmUp);
        return $"{times[(WarmUp + Repeats) / 2]:F2} ms a step of {Sentences} sentences of {Words} words, median of {Repeats - WarmUp}";
    }
}
