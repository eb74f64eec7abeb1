namespace LstmGen.Samples.Names;

/// <summary>Sentences of templates. Half of the names of the second set are none of the first: not their words tell them, but what is around them and how they end.</summary>
internal static class MadeUp
{
    private static readonly string[] Templates =
    [
        "we met {person} in {place} last night .", "{person} said that {company} will hire again .", "the trains to {place} are late .", "i work for {company} and live in {place} .",
        "Happy birthday {person} !", "shares of {company} fell on Monday .", "has anybody seen {person} ?", "It rains in {place} today .", "Good Morning everybody !",
        "my phone is broken again .", "is {company} still hiring in {place} ?", "{person} and {person} got married .", "nobody told Me about the party .", "see you on Monday .",
    ];

    private static readonly string[] Starts = ["Bel", "Cor", "Dan", "Fen", "Gal", "Hol", "Jor", "Kel", "Lor", "Mar", "Nor", "Pol", "Ros", "Sel", "Tam", "Ver"];

    public static Sentence[] Sentences(int seed, int count, bool unseen)
    {
        var random = new Random(seed);
        string Start() => Starts[unseen ? random.Next(Starts.Length) : random.Next(Starts.Length / 2) * 2];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            List<string> words = [], tags = [];
            foreach (string part in Templates[random.Next(Templates.Length)].Split(' '))
            {
                string[] name = part switch
                {
                    "{person}" => random.Next(2) == 0 ? [Start() + "na"] : [Start() + "a", Start() + "son"],
                    "{place}" => random.Next(3) > 0 ? [Start() + "ton"] : ["New", Start() + "ton"],
                    "{company}" => random.Next(2) == 0 ? [Start() + "ex"] : [Start() + "ex", "Motors"],
                    _ => [part],
                };
                words.AddRange(name);
                string? type = part[0] == '{' ? part[1..^1] : null;
                tags.AddRange(name.Select((_, index) => type is null ? "O" : index == 0 ? $"B-{type}" : $"I-{type}"));
            }

            return new Sentence([.. words], [.. tags]);
        })];
    }
}
