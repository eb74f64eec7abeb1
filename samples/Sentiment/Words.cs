using System.Text;

namespace LstmGen.Samples.Sentiment;

/// <summary>The words that have a token, the most frequent of the training sentences. Token 0 is every other one.</summary>
internal sealed class Words
{
    private const int Least = 2; // times that a word must occur

    private readonly string[] _words;
    private readonly Dictionary<string, int> _tokens;

    private Words(string[] words)
    {
        _words = words;
        _tokens = words.Select((word, index) => (word, index)).ToDictionary(pair => pair.word, pair => pair.index + 1, StringComparer.Ordinal);
    }

    /// <summary>Those of sentences.</summary>
    public static Words Of(IEnumerable<Sentence> sentences)
        => new([.. sentences.SelectMany(sentence => Split(sentence.Text)).CountBy(word => word).Where(pair => pair.Value >= Least)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(SentimentModel.Shape.EmbeddedTokens - 1).Select(pair => pair.Key)]);

    /// <summary>As <see cref="ToString"/> wrote them.</summary>
    /// <exception cref="LstmFormatException">There are none or too many, or one occurs twice.</exception>
    public static Words Parse(string words, string source)
    {
        string[] all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return all.Length > 0 && all.Length < SentimentModel.Shape.EmbeddedTokens && all.Distinct().Count() == all.Length ? new(all) : throw new LstmFormatException(
            $"{source}: the vocabulary has {all.Length} words, {all.Distinct().Count()} of them different; 1 to {SentimentModel.Shape.EmbeddedTokens - 1} different ones were expected.");
    }

    /// <summary>Words with a token, and the token of all others.</summary>
    public int Count => _words.Length + 1;

    /// <summary>At least one.</summary>
    public int[] Encode(string text) => Split(text) is { Count: > 0 } words ? [.. words.Select(word => _tokens.GetValueOrDefault(word))] : [0];

    public override string ToString() => string.Join(' ', _words);

    /// <summary>
    /// Lower-case words without their usual endings; "not" of "isn't" apart, any number is one word, and so are ! and ?.
    /// </summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (char c in text.ToLowerInvariant().Replace('’', '\'').Append(' '))
        {
            if (char.IsLetterOrDigit(c) || (c == '\'' && word.Length > 0))
            {
                word.Append(c);
                continue;
            }

            if (word.Length > 0)
            {
                Add(words, word.ToString().TrimEnd('\''));
                word.Clear();
            }

            if (c is '!' or '?')
            {
                words.Add(c.ToString());
            }
        }

        return words;
    }

    private static void Add(List<string> words, string word)
    {
        if (word.EndsWith("n't", StringComparison.Ordinal) && word.Length > 3)
        {
            words.Add(Stem(word[..^3]));
            words.Add("not");
        }
        else if (word.Any(char.IsDigit))
        {
            words.Add("0");
        }
        else if (word.Length > 0)
        {
            words.Add(Stem(word.Split('\'')[0]));
        }
    }

    private static string Stem(string word)
    {
        foreach (string ending in (string[])["ing", "ed", "es", "ly", "s"])
        {
            if (word.Length > ending.Length + 2 && word.EndsWith(ending, StringComparison.Ordinal) && !word.EndsWith("ss", StringComparison.Ordinal))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }
}
