namespace LstmGen.Samples.Translation;

/// <summary>
/// Translates by beam search: keeps the sentences begun that are most likely, and of those that ended the one with the best mean. A word that the model
/// does not know is taken over from where it looks.
/// </summary>
internal sealed class Beam(Translator model, Vocabulary source, Vocabulary target, int width)
{
    private readonly Encoder _encoder = new(LstmWeights.From(model.EncoderParameters));
    private readonly Decoder _decoder = new(LstmWeights.From(model.DecoderParameters));

    private sealed record Begun(int[] Words, string[] Text, float[][] Looks, double Score, int Row);

    /// <summary>The translation, and for each word of it how much each word of the source counted.</summary>
    /// <exception cref="InputException">There is no word, or there are more than the model takes.</exception>
    public (string[] Words, float[][] Looks) Translate(string[] words)
    {
        if (words.Length == 0 || words.Length > model.Steps)
        {
            throw new InputException($"\"{string.Join(' ', words)}\": a sentence of 1 to {model.Steps} words was expected.");
        }

        float[] x = new float[words.Length * Encoder.Shape.Input], memory = new float[words.Length * Encoder.Shape.OutputSize];
        model.SourceWords.Run([.. words.Select(word => source[word])], x);
        LstmState read = _encoder.CreateState(1), first = _decoder.CreateState(1);
        _encoder.Run(x, read, memory);
        first.JoinFrom(read);
        model.Attention.Read(memory, [words.Length]);

        Begun best = new([], [], [], double.NegativeInfinity, 0);
        List<Begun> begun = [new([], [], [], 0, 0)];
        for (LstmState states = first; begun.Count > 0 && begun[0].Words.Length < (2 * words.Length) + 5;)
        {
            (double[] scores, float[][] looks, states) = Step(begun, states, words.Length);
            var next = new List<Begun>();
            foreach (int at in Largest(scores, width))
            {
                Begun before = begun[at / target.Words.Length];
                int word = at % target.Words.Length, row = at / target.Words.Length;
                if (word == Vocabulary.End)
                {
                    double mean = scores[at] / (before.Words.Length + 1);
                    best = mean > best.Score ? before with { Score = mean } : best;
                }
                else
                {
                    string text = word == Vocabulary.Unknown ? words[Array.IndexOf(looks[row], looks[row].Max())] : target.Words[word];
                    next.Add(new([.. before.Words, word], [.. before.Text, text], [.. before.Looks, looks[row]], scores[at], row));
                }
            }

            begun = next;
            if (begun.Count > 0 && best.Score > begun[0].Score / (begun[0].Words.Length + 1))
            {
                break; // none that goes on is likelier
            }
        }

        best = double.IsNegativeInfinity(best.Score) ? begun[0] : best;
        return (best.Text, best.Looks);
    }

    /// <summary>For each sentence begun its score with each word behind it, and how much each source word counts.</summary>
    private (double[] Scores, float[][] Looks, LstmState States) Step(List<Begun> begun, LstmState before, int length)
    {
        int rows = begun.Count, size = Decoder.Shape.OutputSize;
        LstmState states = _decoder.CreateState(rows);
        for (int row = 0; row < rows; row++)
        {
            states.SetHidden(0, row, before.Hidden(0, begun[row].Row));
            states.SetCell(0, row, before.Cell(0, begun[row].Row));
        }

        float[] y = new float[rows * Decoder.Shape.Input], query = new float[rows * size], context = new float[rows * size], looks = new float[rows * length];
        model.TargetWords.Run([.. begun.Select(each => each.Words.Length == 0 ? Vocabulary.Start : each.Words[^1])], y);
        _decoder.Run(y, states, query);
        model.Attention.Run(query, context, looks);
        float[] joined = [.. Enumerable.Range(0, rows).SelectMany(row => context[(row * size)..((row + 1) * size)].Concat(query[(row * size)..((row + 1) * size)]))];
        float[] combined = new float[y.Length], outputs = new float[rows * target.Words.Length];
        model.Combine.Run(joined, combined);
        model.Output.Run(combined, outputs);
        double[] scores = new double[outputs.Length];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(row * target.Words.Length, target.Words.Length);
            double sum = 0, score = begun[row].Score;
            foreach (float each in output)
            {
                sum += Math.Exp(each);
            }

            for (int word = 0; word < output.Length; word++)
            {
                scores[(row * output.Length) + word] = word == Vocabulary.Start ? double.NegativeInfinity : score + output[word] - Math.Log(sum);
            }
        }

        return (scores, [.. looks.Chunk(length)], states);
    }

    /// <summary>Places of the largest values, the largest first.</summary>
    private static int[] Largest(double[] values, int count)
    {
        var largest = new List<int>(count + 1);
        for (int at = 0; at < values.Length; at++)
        {
            if (largest.Count < count || values[at] > values[largest[^1]])
            {
                int place = largest.FindIndex(other => values[at] > values[other]);
                largest.Insert(place < 0 ? largest.Count : place, at);
                largest.RemoveRange(Math.Min(count, largest.Count), Math.Max(0, largest.Count - count));
            }
        }

        return [.. largest];
    }
}
