using LstmGen.Training;

namespace LstmGen.Samples.Translation;

/// <summary>Words by number. Three are no words: where a sentence starts, where it ends, and any other word.</summary>
internal sealed class Vocabulary
{
    public const int Start = 0, End = 1, Unknown = 2;
    public const string EndWord = "</s>";

    private readonly Dictionary<string, int> _numbers = [];

    public Vocabulary(IEnumerable<string> words)
    {
        Words = ["<s>", EndWord, "<unk>", .. words];
        for (int number = 0; number < Words.Length; number++)
        {
            _numbers.Add(Words[number], number);
        }
    }

    public string[] Words { get; }

    public int this[string word] => _numbers.GetValueOrDefault(word, Unknown);

    /// <summary>The words that occur that often.</summary>
    public static Vocabulary Of(IEnumerable<string[]> sentences, int least)
        => new(sentences.SelectMany(words => words).CountBy(word => word).Where(each => each.Value >= least).Select(each => each.Key).Order(StringComparer.Ordinal));

    /// <summary>Pairs as a model reads them: the numbers of the words, behind the translation an end.</summary>
    public static LstmSequencePairs Numbers(List<Pair> pairs, Vocabulary source, Vocabulary target, int batch)
        => new(pairs.ConvertAll(pair => new LstmSequence(source.Floats(pair.Source), target.Floats([.. pair.Target, EndWord]))), batch, 1, 1);

    public string Text() => string.Join('\n', Words.Skip(3));

    public static Vocabulary Parse(string text) => new(text.Split('\n'));

    private float[] Floats(string[] words) => [.. words.Select(word => (float)this[word])];
}
