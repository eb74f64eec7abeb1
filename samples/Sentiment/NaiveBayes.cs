namespace LstmGen.Samples.Sentiment;

/// <summary>The usual baseline: how much more probable each word is in praise, whether it occurs counts, words taken to be independent.</summary>
internal sealed class NaiveBayes
{
    private readonly double[] _ratios;
    private readonly double _prior;

    public NaiveBayes(IReadOnlyList<Sentence> sentences, Words words)
    {
        double[] good = new double[words.Count], bad = new double[words.Count];
        foreach (Sentence sentence in sentences)
        {
            foreach (int token in words.Encode(sentence.Text).Distinct())
            {
                (sentence.Praises ? good : bad)[token]++;
            }
        }

        double praises = sentences.Count(sentence => sentence.Praises), rest = sentences.Count - praises;
        _prior = Math.Log((praises + 1) / (rest + 1));
        _ratios = [.. good.Zip(bad, (g, b) => Math.Log((g + 1) / (praises + 2)) - Math.Log((b + 1) / (rest + 2)))];
    }

    /// <summary>ln(p(word | praise) / p(word | blame)) of each token.</summary>
    public IReadOnlyList<double> Ratios => _ratios;

    /// <summary>Above 0 for praise.</summary>
    public double Score(int[] tokens) => _prior + tokens.Distinct().Where(token => token != 0).Sum(token => _ratios[token]);
}
