using System.Text;

namespace LstmGen.Samples.Names;

/// <summary>
/// What the model reads of a word, as numbers: the word itself, its shape, its beginning and its ends. All have their numbers in one table; 0 is nothing, 1 to
/// <see cref="Features"/> are what was never seen.
/// </summary>
internal sealed class Vocabulary
{
    public const int Features = 6;

    private readonly Dictionary<string, int> _numbers = [];

    public Vocabulary(IReadOnlyList<string> keys)
    {
        Keys = keys;
        for (int index = 0; index < keys.Count; index++)
        {
            _numbers[keys[index]] = Features + 1 + index;
        }
    }

    public IReadOnlyList<string> Keys { get; }

    public int Count => Features + 1 + Keys.Count;

    /// <summary>What occurs in these sentences: words once, the rest twice or more, the most frequent first.</summary>
    public static Vocabulary Of(IEnumerable<Sentence> sentences, out float[] counts)
    {
        (string Key, int Count)[] keys =
        [
            .. sentences.SelectMany(sentence => sentence.Words).SelectMany(KeysOf).CountBy(key => key)
                .Where(pair => pair.Value >= (pair.Key[0] == '0' ? 1 : 2)).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (pair.Key, pair.Value)),
        ];
        counts = [.. Enumerable.Repeat(float.PositiveInfinity, Features + 1), .. keys.Select(pair => (float)pair.Count)];
        return new Vocabulary([.. keys.Select(pair => pair.Key)]);
    }

    /// <summary>[words, <see cref="Features"/>].</summary>
    public float[] Numbers(string[] words)
        => [.. words.SelectMany(word => KeysOf(word).Select((key, feature) => (float)_numbers.GetValueOrDefault(key, 1 + feature)))];

    private static string[] KeysOf(string word)
    {
        string lower = word.ToLowerInvariant();
        string digits = string.Concat(lower.Select(letter => char.IsAsciiDigit(letter) ? '0' : letter));
        string plain = word[0] == '@' ? "@" : lower.StartsWith("http", StringComparison.Ordinal) ? "http" : digits;
        return [$"0{plain}", $"1{Shape(word)}", $"2{plain[..Math.Min(3, plain.Length)]}", $"3{plain[^Math.Min(3, plain.Length)..]}", $"4{plain[^Math.Min(2, plain.Length)..]}", $"5{plain[..Math.Min(2, plain.Length)]}"];
    }

    /// <summary>Kinds of letters, runs as one: "McDonald's" is XxXx'x.</summary>
    private static string Shape(string word)
    {
        var shape = new StringBuilder();
        foreach (char letter in word)
        {
            char kind = char.IsUpper(letter) ? 'X' : char.IsLower(letter) ? 'x' : char.IsAsciiDigit(letter) ? 'd' : char.IsAscii(letter) ? letter : 'o';
            if (shape.Length == 0 || shape[^1] != kind)
            {
                shape.Append(kind);
            }
        }

        return shape.ToString();
    }
}
