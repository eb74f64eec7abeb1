namespace LstmGen.Samples.Sentiment;

/// <summary>A sentence, and whether it praises.</summary>
internal sealed record Sentence(string Text, bool Praises)
{
    private static readonly string[] s_sources = ["amazon_cells", "imdb", "yelp"];

    /// <summary>All sentences of a part, <c>train</c> or <c>valid</c>: of each source a file with lines "sentence TAB 0 or 1".</summary>
    /// <exception cref="InputException">A file is not there, or a line is something else.</exception>
    public static Sentence[] Read(SampleRun run, string part) => [.. s_sources.SelectMany(source => Read(run.DataFile($"{source}_{part}.tsv")))];

    public static List<Sentence> Read(string path)
    {
        var sentences = new List<Sentence>();
        foreach (string line in TextFile.Read(path).Split('\n').Where(line => line.Length > 0)) // at \n alone: a sentence may have any other end of line in it
        {
            int tab = line.LastIndexOf('\t');
            string label = tab < 0 ? "" : line[(tab + 1)..].TrimEnd('\r');
            sentences.Add(label is "0" or "1" ? new(line[..tab], label == "1")
                : throw new InputException($"{path}, sentence {sentences.Count + 1}: the label is \"{label}\"; a tab and 0 or 1 were expected after the sentence."));
        }

        return sentences.Count > 1 ? sentences : throw new InputException($"{path}: {sentences.Count} sentences; at least 2 were expected.");
    }

    /// <summary>Sentences by templates, in which one word turns another around, so that their order counts.</summary>
    public static Sentence[] Synthetic(int count, int seed)
    {
        string[] things = ["phone", "film", "soup", "battery", "plot", "waiter", "screen", "actor", "pasta", "case", "music", "table"];
        string[] good = ["good", "great", "lovely", "excellent", "perfect", "fine"], bad = ["bad", "awful", "poor", "dull", "broken", "terrible"];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            bool praises = random.Next(2) == 1, turned = random.Next(2) == 1;
            string word = Any(praises != turned ? good : bad), thing = Any(things), other = Any(things);
            string text = turned
                ? Any([$"The {thing} is not {word} at all", $"I never had a {word} {thing}", $"This {thing} with the {other} was hardly {word}"])
                : Any([$"The {thing} is {word}, not like the {other}", $"What a {word} {thing}!", $"I never knew the {other}, but the {thing} was {word}"]);
            return new Sentence(text, praises);
        })];

        string Any(string[] from) => from[random.Next(from.Length)];
    }
}
