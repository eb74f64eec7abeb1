using System.CommandLine;
using LstmGen.Samples;
using LstmGen.Samples.Names;

var text = new Option<string?>("--text") { Description = "A sentence, words and marks with blanks between, in which to find names." };
var speed = new Option<bool>("--speed") { Description = "Times training steps, and does nothing else." };
return new SampleCommand("Finds names of people, places and things in sentences.", data: "train.conll and dev.conll", epochs: 30) { text, speed }.Run(args, run =>
{
    if (run.Get(speed))
    {
        Console.WriteLine(Speed.Measure(run.Threads));
        return;
    }

    (Sentence[] training, Sentence[] unseen) = run.Data is null
        ? (MadeUp.Sentences(seed: 1, 800, unseen: false), MadeUp.Sentences(seed: 2, 200, unseen: true))
        : (Sentence.Read(run.DataFile("train.conll")), Sentence.Read(run.DataFile("dev.conll")));
    using Model model = run.Load is null ? Model.Train(training, run) : Model.Load(run);
    if (run.Save is not null)
    {
        model.Save(run.Save);
    }

    if (run.Get(text)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words)
    {
        Console.WriteLine(string.Join(' ', model.Tag([words])[0].Zip(words, (tag, word) => tag == "O" ? word : $"{word}[{tag}]")));
    }

    Report(training, unseen, model, run);
});

static void Report(Sentence[] training, Sentence[] unseen, Model model, SampleRun run)
{
    string[][] right = [.. unseen.Select(sentence => sentence.Tags)], found = model.Tag([.. unseen.Select(sentence => sentence.Words)]);
    string[][] frequent = MostFrequentTag(training, unseen);
    string[] types = [.. right.SelectMany(tags => tags).Where(tag => tag != "O").Select(tag => tag[2..]).Distinct().Order(StringComparer.Ordinal)];
    var table = new MetricTable($"names in {unseen.Length:N0} sentences not trained on", new("F1", "F2"), new("precision", "F2"), new("recall", "F2"), new("names", "N0"));
    Add("most frequent tag of each word", frequent, null);
    Add("LSTM from both ends and CRF", found, null);
    double[] scores = [.. types.Select(type => Add($"  {type}", found, type))];
    table.Print();
    if (run.Picture is not null)
    {
        using var chart = new Chart("Names found, by kind", "", "F1, %");
        chart.Bars(types, scores).Save(run.Picture);
    }

    double Add(string name, string[][] tags, string? type)
    {
        EntityScore score = right.Zip(tags).Aggregate(default(EntityScore), (sum, pair) => sum.With(pair.First, pair.Second, type));
        table.Add(name, score.F1, score.Precision, score.Recall, score.There);
        return score.F1;
    }
}

// Of lower-cased words of the training data; O of others.
static string[][] MostFrequentTag(Sentence[] training, Sentence[] unseen)
{
    var tags = training.SelectMany(sentence => sentence.Words.Zip(sentence.Tags)).GroupBy(pair => pair.First.ToLowerInvariant(), pair => pair.Second)
        .ToDictionary(group => group.Key, group => group.CountBy(tag => tag).MaxBy(pair => pair.Value).Key);
    return [.. unseen.Select(sentence => sentence.Words.Select(word => tags.GetValueOrDefault(word.ToLowerInvariant(), "O")).ToArray())];
}
