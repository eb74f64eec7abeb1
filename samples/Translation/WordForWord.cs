namespace LstmGen.Samples.Translation;

/// <summary>The baseline: IBM's first model (Brown et al. 1993), five rounds; each word becomes its most probable translation, in the order of the source.</summary>
internal sealed class WordForWord
{
    private const int Rounds = 5;

    private readonly Dictionary<string, string> _best = [];

    public WordForWord(IReadOnlyList<Pair> pairs)
    {
        var table = new Dictionary<(string Source, string Target), double>();
        for (int round = 0; round < Rounds; round++)
        {
            var counts = new Dictionary<(string, string), double>();
            var totals = new Dictionary<string, double>();
            foreach (Pair pair in pairs)
            {
                foreach (string target in pair.Target)
                {
                    double sum = pair.Source.Sum(source => round == 0 ? 1 : table[(source, target)]);
                    foreach (string source in pair.Source)
                    {
                        double share = (round == 0 ? 1 : table[(source, target)]) / sum;
                        counts[(source, target)] = counts.GetValueOrDefault((source, target)) + share;
                        totals[source] = totals.GetValueOrDefault(source) + share;
                    }
                }
            }

            table = counts.ToDictionary(each => each.Key, each => each.Value / totals[each.Key.Item1]);
        }

        foreach (var ((source, target), _) in table.OrderBy(each => each.Value).ThenByDescending(each => each.Key.Target, StringComparer.Ordinal))
        {
            _best[source] = target;
        }
    }

    /// <summary>A word that was never seen stays as it is.</summary>
    public string[] Translate(string[] words) => [.. words.Select(word => _best.GetValueOrDefault(word, word))];
}
