namespace LstmGen.Samples.Translation;

/// <summary>Pairs that the sample makes itself: short English sentences and their Swedish, where words change places and adjectives follow the gender of their nouns.</summary>
internal static class TinyLanguage
{
    private static readonly (string English, string Swedish, bool Neuter)[] s_nouns =
        [("dog", "hund", false), ("house", "hus", true), ("car", "bil", false), ("table", "bord", true), ("book", "bok", false), ("apple", "äpple", true), ("cat", "katt", false), ("child", "barn", true)];

    private static readonly (string English, string Swedish)[] s_adjectives = [("red", "röd"), ("big", "stor"), ("new", "ny"), ("green", "grön"), ("fine", "fin")];
    private static readonly (string English, string Swedish)[] s_verbs = [("see", "ser"), ("have", "har"), ("want", "vill ha"), ("buy", "köper"), ("find", "hittar")];
    private static readonly (string English, string Swedish)[] s_people = [("i", "jag"), ("you", "du"), ("we", "vi"), ("they", "de")];
    private static readonly (string English, string Swedish)[] s_days = [("today", "idag"), ("now", "nu"), ("here", "här")];

    public static List<Pair> Pairs(int count, int seed)
    {
        var random = new Random(seed);
        var pairs = new Dictionary<string, Pair>();
        while (pairs.Count < count)
        {
            (string person, string personThere) = One(s_people);
            (string verb, string verbThere) = One(s_verbs);
            (string day, string dayThere) = One(s_days);
            (string object1, string object1There) = Thing();
            (string object2, string object2There) = Thing();
            bool two = random.Next(2) == 0, question = random.Next(3) == 0, not = random.Next(4) == 0;
            string rest = two ? $"{object1} and {object2}" : object1, restThere = two ? $"{object1There} och {object2There}" : object1There;
            string no = not ? " don't" : "", noThere = not ? " inte" : "";
            int space = verbThere.IndexOf(' ', StringComparison.Ordinal);
            (string finite, string tail) = space < 0 ? (verbThere, "") : (verbThere[..space], verbThere[space..]);
            Pair pair = question
                ? Of($"do {person}{(not ? " not" : "")} {verb} {rest} ?", $"{finite} {personThere}{noThere}{tail} {restThere} ?")
                : Of($"{person}{no} {verb} {rest} {day} .", $"{dayThere} {finite} {personThere}{noThere}{tail} {restThere} .");
            pairs[pair.Key] = pair;
        }

        return [.. pairs.Values];

        T One<T>(T[] from) => from[random.Next(from.Length)];

        (string English, string Swedish) Thing()
        {
            var (english, swedish, neuter) = One(s_nouns);
            (string adjective, string there) = One(s_adjectives);
            there = !neuter ? there : there == "röd" ? "rött" : there.EndsWith('y') ? there + "tt" : there + "t";
            return ($"a {adjective} {english}", $"{(neuter ? "ett" : "en")} {there} {swedish}");
        }
    }

    private static Pair Of(string english, string swedish) => new(english.Split(' '), swedish.Split(' '));
}
