using System.Text.RegularExpressions;

namespace LstmGen.Samples.Translation;

/// <summary>A sentence and its translation, as words: lower case, punctuation apart.</summary>
internal sealed partial record Pair(string[] Source, string[] Target)
{
    /// <summary>The source as a text: pairs with the same one are translations of one sentence.</summary>
    public string Key { get; } = string.Join(' ', Source);

    /// <summary>Lines of sentence, tab, translation; what follows another tab is left out.</summary>
    /// <exception cref="InputException">A line has no translation, or a side of it no word.</exception>
    public static List<Pair> Read(string path)
    {
        var pairs = new List<Pair>();
        foreach (string line in File.ReadLines(path))
        {
            string[] columns = line.Split('\t');
            Pair? pair = columns.Length > 1 ? new Pair(Words(columns[0]), Words(columns[1])) : null;
            pairs.Add(pair is { Source.Length: > 0, Target.Length: > 0 } ? pair : throw new InputException(
                $"{path}, line {pairs.Count + 1}: a sentence, a tab and its translation were expected."));
        }

        return pairs.Count > 0 ? pairs : throw new InputException($"{path}: the file is empty; one pair or more was expected.");
    }

    public static string[] Words(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    [GeneratedRegex(@"[\w']+|[.,!?]")]
    private static partial Regex Word();
}
