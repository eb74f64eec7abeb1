using System.Buffers;

namespace LstmGen.Training;

/// <summary>The distance of Levenshtein: the fewest insertions, deletions and substitutions that make one sequence of another.</summary>
public static class EditDistance
{
    private const int OnStack = 256;

    /// <summary>The distance of two sequences. Time of the product of their lengths, memory of the second's.</summary>
    /// <param name="first">A sequence.</param>
    /// <param name="second">Another one.</param>
    /// <returns>0 where they are equal, at most the longer length.</returns>
    public static int Between<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : IEquatable<T>
    {
        int[]? rented = second.Length < OnStack ? null : ArrayPool<int>.Shared.Rent(second.Length + 1);
        Span<int> row = rented ?? stackalloc int[OnStack];
        for (int column = 0; column <= second.Length; column++)
        {
            row[column] = column;
        }

        for (int line = 0; line < first.Length; line++)
        {
            int diagonal = row[0];
            row[0] = line + 1;
            for (int column = 0; column < second.Length; column++)
            {
                int change = first[line].Equals(second[column]) ? diagonal : diagonal + 1;
                diagonal = row[column + 1];
                row[column + 1] = Math.Min(change, Math.Min(row[column], diagonal) + 1);
            }
        }

        int distance = row[second.Length];
        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }

        return distance;
    }

    /// <summary>The distances of all pairs, added, divided by the number of tokens of the references: the token error rate.</summary>
    /// <param name="hypotheses">What was recognised, a sequence each.</param>
    /// <param name="references">What was said, as many.</param>
    /// <returns>0 where all is right, NaN where the references have no token.</returns>
    /// <exception cref="ArgumentException">There are more or fewer references than hypotheses.</exception>
    public static double TokenErrorRate<T>(IReadOnlyList<T[]> hypotheses, IReadOnlyList<T[]> references)
        where T : IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count != references.Count)
        {
            throw new ArgumentException($"There are {references.Count} references; {hypotheses.Count}, one for each hypothesis, were expected.", nameof(references));
        }

        long distances = 0, tokens = 0;
        for (int index = 0; index < hypotheses.Count; index++)
        {
            distances += Between<T>(hypotheses[index], references[index]);
            tokens += references[index].Length;
        }

        return tokens > 0 ? (double)distances / tokens : double.NaN;
    }
}
