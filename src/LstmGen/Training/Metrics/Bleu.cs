namespace LstmGen.Training;

/// <summary>
/// BLEU-4 of a whole corpus: the geometric mean of the clipped precisions of 1 to 4 tokens in a row, times a penalty for being short (Papineni,
/// Roukos, Ward and Zhu 2002). Counted as Moses' <c>multi-bleu.perl</c> does: no smoothing, and of several references the length closest to the
/// hypothesis counts, the shorter of two equally close ones. Tokens are compared as they are: how a text is cut into tokens decides the figure.
/// </summary>
public static class Bleu
{
    /// <summary>The score of a corpus.</summary>
    /// <param name="hypotheses">The translations, each a sequence of tokens.</param>
    /// <param name="references">One or more sets of references, each with one for every hypothesis.</param>
    /// <exception cref="ArgumentException">There is no set, or one has more or fewer references than there are hypotheses.</exception>
    public static BleuScore Corpus<T>(IReadOnlyList<T[]> hypotheses, params IReadOnlyList<T[]>[] references)
        where T : IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        for (int set = 0; set < references.Length; set++)
        {
            if (references[set].Count != hypotheses.Count)
            {
                throw new ArgumentException(
                    $"Set {set} has {references[set].Count} references; {hypotheses.Count}, one for each hypothesis, were expected.", nameof(references));
            }
        }

        if (references.Length == 0)
        {
            throw new ArgumentException("There are no references; one set or more was expected.", nameof(references));
        }

        var counter = new BleuCounter<T>();
        var own = new T[references.Length][];
        for (int index = 0; index < hypotheses.Count; index++)
        {
            for (int set = 0; set < own.Length; set++)
            {
                own[set] = references[set][index];
            }

            counter.Add(hypotheses[index], own);
        }

        return counter.Score;
    }
}
