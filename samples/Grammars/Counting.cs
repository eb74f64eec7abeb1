using LstmGen.Training;

namespace LstmGen.Samples.Grammars;

/// <summary>
/// Learns a^n b^n c^n from n = 1 to 10 (Gers and Schmidhuber 2001): reads S a..a b..b c..c, and is to say at every step which symbols may follow,
/// a, b, c or the end. A string is accepted where it says so at all of its steps; then longer ones are tried than it has ever seen. Longer ones up to
/// n = 50 are looked at in training, too, to choose the epoch whose weights are kept; no gradient comes from them.
/// </summary>
internal static class Counting
{
    public const int Longest = 10;

    // Certain answers would let the loss vanish while the counters still drift; answers a little short of certain are met by the same count at every n.
    private const float Doubt = 0.02f;

    // As many as in training, for a batch has as many rows.
    private static readonly int[] s_choosing = [1, 2, 3, 5, 10, 15, 20, 30, 40, 50];

    /// <summary>The longest string that epochs are chosen by.</summary>
    public static int LongestChoosing => s_choosing[^1];

    /// <summary>The symbols read, S a b c as 0 to 3, and at each step whether each of a, b, c and the end may follow, 1 or 0: [3 n + 1, 4].</summary>
    public static (float[] Tokens, float[] May) String(int n)
    {
        float[] tokens = [0, .. Enumerable.Repeat(1f, n), .. Enumerable.Repeat(2f, n), .. Enumerable.Repeat(3f, n)];
        var may = new float[tokens.Length * 4];
        for (int step = 0; step < tokens.Length; step++)
        {
            Span<float> row = may.AsSpan(step * 4, 4);
            row[0] = step <= n ? 1 : 0;
            row[1] = step >= 1 && step < 2 * n ? 1 : 0;
            row[2] = step >= 2 * n && step < 3 * n ? 1 : 0;
            row[3] = step == 3 * n ? 1 : 0;
        }

        return (tokens, may);
    }

    public static TModel Learn<TModel>(int seed, int epochs, int threads, CancellationToken cancellation)
        where TModel : class, ILstmTrainable<TModel>
    {
        // What counts must not forget: the forget gates begin near 1.
        LstmWeights initial = LstmWeights.Random((ulong)seed, LstmInitializer.PyTorch with { ForgetBias = 3 });
        using var trainer = new Trainer<TModel>(
            Strings(Enumerable.Range(1, Longest)),
            new TrainerOptions
            {
                Loss = LstmLoss.BinaryCrossEntropy,
                Schedule = () => LstmSchedule.Cosine(0.03f, epochs),
                ClipNorm = 1,
                Epochs = epochs,
                Seed = (ulong)seed,
                Threads = threads,
            },
            Strings(s_choosing),
            initial);
        trainer.Train(progress: null, cancellation);
        return trainer.Snapshot();
    }

    /// <summary>Whether a model says at every step what may follow.</summary>
    public static bool Accepts<TModel>(TModel model, int n)
        where TModel : class, ILstmModel<TModel>
    {
        (float[] tokens, float[] may) = String(n);
        var scores = new float[may.Length];
        model.Run(OneHot(tokens), model.CreateState(), scores);
        return scores.Zip(may, (score, one) => score > 0 == one > 0).All(right => right);
    }

    /// <summary>The largest N up to which every n is accepted.</summary>
    public static int Reach<TModel>(TModel model, int most)
        where TModel : class, ILstmModel<TModel>
        => Enumerable.Range(1, most).TakeWhile(n => Accepts(model, n)).Count();

    private static LstmSequences Strings(IEnumerable<int> lengths)
    {
        LstmSequence[] strings = [.. lengths.Select(n => String(n)).Select(one => new LstmSequence(OneHot(one.Tokens), Array.ConvertAll(one.May, may => may > 0 ? 1 - Doubt : Doubt)))];
        return new LstmSequences(strings, batch: strings.Length, inputSize: 4, targetSize: 4);
    }

    private static float[] OneHot(float[] tokens) => [.. tokens.SelectMany(token => Enumerable.Range(0, 4).Select(symbol => symbol == token ? 1f : 0))];
}
