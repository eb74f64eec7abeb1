namespace LstmGen.Samples.Names;

/// <summary>Words and their tags in the BIO scheme.</summary>
internal sealed record Sentence(string[] Words, string[] Tags)
{
    /// <summary>Reads a file of the CoNLL kind: a word, a tab and a tag on each line, an empty line between sentences.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line is something else.</exception>
    public static Sentence[] Read(string path)
    {
        var sentences = new List<Sentence>();
        List<string> words = [], tags = [];
        foreach ((int line, string text) in TextFile.Read(path).ReplaceLineEndings("\n").Split('\n').Append("").Index())
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                string[] columns = text.Split('\t');
                bool fits = columns is [not "", "O" or ['B' or 'I', '-', _, ..]];
                if (!fits || (columns[1][0] == 'I' && (tags.Count == 0 || tags[^1] == "O" || tags[^1][2..] != columns[1][2..])))
                {
                    throw new InputException($"{path}, line {line + 1}: '{text}' was found; a word, a tab and a tag were expected: O, B- with a kind, or I- with the kind of the tag before it.");
                }

                words.Add(columns[0]);
                tags.Add(columns[1]);
            }
            else if (words.Count > 0)
            {
                sentences.Add(new Sentence([.. words], [.. tags]));
                words.Clear();
                tags.Clear();
            }
        }

        return sentences.Count > 0 ? [.. sentences] : throw new InputException($"{path}: there is no sentence; one or more were expected.");
    }
}
