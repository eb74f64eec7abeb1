using System.Text;

namespace LstmGen.Samples.CharLm;

/// <summary>The characters that have a token of their own, the most frequent of a text. Token 0 is any other character.</summary>
internal sealed class Vocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _tokens;

    private Vocabulary(Rune[] characters)
    {
        _characters = characters;
        _tokens = characters.Select((character, index) => (character, index)).ToDictionary(pair => pair.character, pair => pair.index + 1);
    }

    /// <summary>Those of a text, in the order of their code points.</summary>
    public static Vocabulary Of(string text)
    {
        var counts = new Dictionary<Rune, int>();
        foreach (Rune character in text.EnumerateRunes())
        {
            counts[character] = counts.GetValueOrDefault(character) + 1;
        }

        return new([.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(CharacterModel.Shape.Input - 1).Select(pair => pair.Key).Order()]);
    }

    /// <summary>As <see cref="ToString"/> wrote it.</summary>
    /// <exception cref="LstmFormatException">There are no characters or too many, or one occurs twice.</exception>
    public static Vocabulary Parse(string characters, string source)
    {
        Rune[] runes = [.. characters.EnumerateRunes()];
        return runes.Length > 0 && runes.Length < CharacterModel.Shape.Input && runes.Distinct().Count() == runes.Length
            ? new(runes)
            : throw new LstmFormatException($"{source}: the vocabulary has {runes.Length} characters, {runes.Distinct().Count()} of them different; "
                + $"1 to {CharacterModel.Shape.Input - 1} different ones were expected.");
    }

    /// <summary>Characters with a token of their own.</summary>
    public int Count => _characters.Length;

    public int[] Encode(string text) => [.. text.EnumerateRunes().Select(character => _tokens.GetValueOrDefault(character))];

    /// <summary>Characters of a text that have no token of their own.</summary>
    public int Unknown(string text) => text.EnumerateRunes().Count(character => !_tokens.ContainsKey(character));

    /// <summary>The character of a token that is not 0.</summary>
    public Rune Decode(int token) => _characters[token - 1];

    public override string ToString() => string.Concat(_characters);
}
