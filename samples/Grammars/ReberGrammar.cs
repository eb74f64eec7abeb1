namespace LstmGen.Samples.Grammars;

/// <summary>
/// The embedded Reber grammar (Fahlman 1991; Hochreiter and Schmidhuber 1997, experiment 1): B, then T or P, a string of Reber's grammar, the same T or
/// P again, E. All the way through the inner string the first choice must be kept in mind.
/// </summary>
internal static class ReberGrammar
{
    public const string Symbols = "BTPSXVE";

    // Of each node of the inner grammar the symbols that lead on, and where to. Node 5 is the end.
    private static readonly (char Symbol, int To)[][] s_nodes =
    [
        [('T', 1), ('P', 2)], [('S', 1), ('X', 3)], [('T', 2), ('V', 4)], [('X', 2), ('S', 5)], [('P', 3), ('V', 5)],
    ];

    /// <summary>A random string, each way on as probable as the other.</summary>
    public static string Draw(Random random)
    {
        char kept = random.Next(2) == 0 ? 'T' : 'P';
        var text = new System.Text.StringBuilder($"B{kept}B");
        for (int node = 0; node < s_nodes.Length;)
        {
            (char symbol, int to) = s_nodes[node][random.Next(2)];
            text.Append(symbol);
            node = to;
        }

        return text.Append('E').Append(kept).Append('E').ToString();
    }

    /// <summary>Different strings, none of them among others.</summary>
    public static string[] Draw(int count, Random random, IReadOnlyCollection<string> others)
    {
        var strings = new HashSet<string>();
        while (strings.Count < count)
        {
            string one = Draw(random);
            if (!others.Contains(one))
            {
                strings.Add(one);
            }
        }

        return [.. strings];
    }

    /// <summary>What may follow each symbol of a string but the last.</summary>
    /// <exception cref="ArgumentException">The string is not of the grammar.</exception>
    public static string[] Following(string text)
    {
        var following = new List<string> { "TP", "B" };
        int node = 0, at = 3;
        for (; node < s_nodes.Length && at < text.Length; at++)
        {
            following.Add(string.Concat(s_nodes[node].Select(way => way.Symbol)));
            int way = Array.FindIndex(s_nodes[node], way => way.Symbol == text[at]);
            if (way < 0)
            {
                break;
            }

            node = s_nodes[node][way].To;
        }

        following.AddRange(["E", text[1..2], "E"]);
        bool fits = node == s_nodes.Length && following.Count == text.Length - 1 && text.Skip(1).Zip(following, (symbol, may) => may.Contains(symbol)).All(may => may);
        return fits ? [.. following] : throw new ArgumentException($"{text} is not of the embedded Reber grammar.", nameof(text));
    }

    /// <summary>The numbers of a string's symbols.</summary>
    public static int[] Encode(string text) => [.. text.Select(symbol => Symbols.IndexOf(symbol))];

    /// <summary>Whether at every step the symbols that may follow, and no others, have the largest scores: the criterion of 1997.</summary>
    public static bool Foretells(ReadOnlySpan<float> scores, string text)
    {
        string[] following = Following(text);
        for (int step = 0; step < following.Length; step++)
        {
            ReadOnlySpan<float> row = scores.Slice(step * Symbols.Length, Symbols.Length);
            float least = float.PositiveInfinity, most = float.NegativeInfinity;
            for (int symbol = 0; symbol < Symbols.Length; symbol++)
            {
                if (following[step].Contains(Symbols[symbol]))
                {
                    least = Math.Min(least, row[symbol]);
                }
                else
                {
                    most = Math.Max(most, row[symbol]);
                }
            }

            if (!(least > most))
            {
                return false;
            }
        }

        return true;
    }
}
