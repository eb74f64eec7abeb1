using LstmGen.Training;

namespace LstmGen.Samples.Grammars;

/// <summary>Learns the embedded Reber grammar from 256 strings, until those and 256 others are foretold without an error.</summary>
internal static class Reber
{
    public const int Strings = 256;

    /// <summary>How many symbols the tables go back.</summary>
    public static readonly int[] Symbols = [1, 2, 4, 8];

    /// <summary>How it went: sequences read (null: not learnt), and the parts of test strings that the model and tables of so many symbols foretell.</summary>
    public sealed record Result(int? Sequences, double Model, double[] Tables, LstmParameters Weights);

    public static Result Learn(int seed, int epochs, int threads, CancellationToken cancellation)
    {
        var random = new Random(seed);
        string[] train = ReberGrammar.Draw(Strings, random, []), test = ReberGrammar.Draw(Strings, random, train);
        var data = new LstmSequences([.. train.Select(Sequence)], batch: 1, ReberGrammar.Symbols.Length, targetSize: 1);
        using var trainer = new Trainer<ReberModel>(data, new TrainerOptions
        {
            Loss = LstmLoss.SoftmaxCrossEntropy,
            Optimizer = weights => new Adam(weights, new AdamOptions { LearningRate = 0.005f }),
            ClipNorm = 1,
            Epochs = epochs,
            Seed = (ulong)seed,
            Threads = threads,
        });
        int? sequences = null;
        while (!trainer.Finished && sequences is null)
        {
            if (trainer.Step(cancellation).EndsEpoch)
            {
                ReberModel now = trainer.Snapshot();
                sequences = Part(now, train) + Part(now, test) == 2 ? trainer.Epoch * Strings : null;
            }
        }

        return new(sequences, Part(trainer.Snapshot(), test), [.. Symbols.Select(symbols => Table(train, test, symbols))], trainer.Parameters);
    }

    /// <summary>The part of strings that a model foretells.</summary>
    public static double Part(ReberModel model, IReadOnlyList<string> strings)
        => strings.Average(text =>
        {
            var scores = new float[(text.Length - 1) * ReberGrammar.Symbols.Length];
            model.Run(OneHot(text[..^1]), model.CreateState(), scores);
            return ReberGrammar.Foretells(scores, text) ? 1.0 : 0;
        });

    // The baseline: what followed the last symbols in the training strings.
    private static double Table(string[] train, string[] test, int symbols)
    {
        var counts = new Dictionary<string, float[]>();
        foreach (string text in train)
        {
            for (int at = 1; at < text.Length; at++)
            {
                string before = text[Math.Max(at - symbols, 0)..at];
                (counts.TryGetValue(before, out float[]? row) ? row : counts[before] = new float[ReberGrammar.Symbols.Length])[ReberGrammar.Symbols.IndexOf(text[at])]++;
            }
        }

        float[] none = new float[ReberGrammar.Symbols.Length];
        return test.Average(text => ReberGrammar.Foretells(
            Enumerable.Range(1, text.Length - 1).SelectMany(at => counts.GetValueOrDefault(text[Math.Max(at - symbols, 0)..at], none)).ToArray(), text) ? 1.0 : 0);
    }

    private static LstmSequence Sequence(string text)
    {
        float[] next = [.. ReberGrammar.Encode(text).Skip(1).Select(symbol => (float)symbol)];
        return new(OneHot(text[..^1]), next);
    }

    private static float[] OneHot(string text)
        => [.. text.SelectMany(symbol => ReberGrammar.Symbols.Select(other => other == symbol ? 1f : 0))];
}
