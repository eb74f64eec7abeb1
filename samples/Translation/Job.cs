using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Translation;

/// <summary>The whole job: a translator trained, or loaded, and compared with a table of words.</summary>
internal static class Job
{
    public const string Description = "Teaches an encoder and a decoder with attention to translate.";
    public const string Data = "train.tsv and valid.tsv: lines of a sentence, a tab and its translation";
    public const int Epochs = 10;
    private const int Batch = 64, MostWords = 20, Least = 2; // of rarer words nothing is learned but where they go
    private const int Held = 20; // one sentence of so many tells which epoch is best
    private const float Rate = 0.002f, Dropout = 0.4f, Smoothing = 0.1f;

    public static Option<int> Width { get; } = NumberOption.Create("--beam", "Sentences begun that are kept.", 5, 1, 100);

    public static Option<string?> Ask { get; } = new("--translate") { Description = "Translates this sentence besides.", HelpName = "TEXT" };

    /// <returns>Whether the translator is better than the table of words; of a loaded one nothing is asked.</returns>
    public static bool Run(SampleRun run)
    {
        List<Pair> made = run.Data is null ? TinyLanguage.Pairs(2_000, 1) : [];
        List<Pair> training = run.Data is null ? made[..1_800] : Pair.Read(run.DataFile("train.tsv"));
        List<Pair> validation = run.Data is null ? made[1_800..] : Pair.Read(run.DataFile("valid.tsv"));
        (Translator model, Vocabulary source, Vocabulary target) = run.Load is string file ? Load(file, run) : Train(training, run);
        using (model)
        {
            if (run.Save is string save)
            {
                model.Save(save, new Dictionary<string, string> { ["source"] = source.Text(), ["target"] = target.Text() });
            }

            var beam = new Beam(model, source, target, run.Get(Width));
            bool better = Compare(training, validation, beam, new Beam(model, source, target, 1));
            string[]? asked = run.Get(Ask) is string text ? Pair.Words(text) : null;
            if (asked is not null)
            {
                Console.WriteLine(string.Join(' ', beam.Translate(asked).Words));
            }

            if (run.Picture is string picture)
            {
                Draw(picture, asked ?? validation[^1].Source, beam);
            }

            return better || run.Load is not null;
        }
    }

    private static (Translator, Vocabulary, Vocabulary) Train(List<Pair> training, SampleRun run)
    {
        var (source, target) = (Vocabulary.Of(training.Select(pair => pair.Source), Least), Vocabulary.Of(training.Select(pair => pair.Target), Least));
        List<Pair> fitting = training.FindAll(pair => pair.Source.Length <= MostWords && pair.Target.Length <= MostWords);
        HashSet<string> held = [.. fitting.Select(pair => pair.Key).Distinct().Where((_, n) => n % Held == 0)];
        LstmSequencePairs known = Vocabulary.Numbers(fitting.FindAll(pair => !held.Contains(pair.Key)), source, target, Batch);
        LstmSequencePairs unseen = Vocabulary.Numbers(fitting.FindAll(pair => held.Contains(pair.Key)), source, target, Batch);
        Console.WriteLine($"{fitting.Count:N0} pairs of at most {MostWords} words; {source.Words.Length:N0} and {target.Words.Length:N0} words");
        Translator model = Create(source, target, run);
        using var trainer = new Trainer(model, known, new TrainerOptions
        {
            Schedule = () => LstmSchedule.WarmUp(known.Count / 2, LstmSchedule.Cosine(Rate, (long)known.Count * run.Epochs)),
            ClipNorm = 1, Epochs = run.Epochs, Patience = 3, Seed = (ulong)run.Seed,
        }, unseen);
        run.Train(progress => trainer.Train(progress, run.Cancellation));
        return (model, source, target);
    }

    private static (Translator, Vocabulary, Vocabulary) Load(string path, SampleRun run)
    {
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Load(path).Metadata;
        if (!metadata.TryGetValue("source", out string? source) || !metadata.TryGetValue("target", out string? target))
        {
            throw new InputException($"{path}: it has no vocabularies; a file that --save of this sample wrote was expected.");
        }

        var (from, to) = (Vocabulary.Parse(source), Vocabulary.Parse(target));
        Translator model = Create(from, to, run);
        model.Load(path);
        return (model, from, to);
    }

    private static Translator Create(Vocabulary source, Vocabulary target, SampleRun run)
        => new(source.Words.Length, target.Words.Length, Batch, MostWords, MostWords + 1, Dropout, Smoothing, (ulong)run.Seed, run.Threads);

    /// <summary>BLEU-4 against all translations of each sentence.</summary>
    private static bool Compare(List<Pair> training, List<Pair> validation, Beam beam, Beam greedy)
    {
        List<IGrouping<string, Pair>> sentences = [.. validation.GroupBy(pair => pair.Key)];
        var words = new WordForWord(training);
        List<string[]> ours = Translate(source => beam.Translate(source).Words);
        foreach (int at in Enumerable.Range(0, 8).Select(n => n * sentences.Count / 8))
        {
            Console.WriteLine($"{sentences[at].Key}\n    {string.Join(' ', ours[at])}   ({string.Join(' ', sentences[at].First().Target)})");
        }

        BleuScore table = Score(Translate(words.Translate)), best = Score(ours), first = Score(Translate(source => greedy.Translate(source).Words));
        new MetricTable($"{sentences.Count:N0} sentences", new("BLEU-4", "F2"), new("brevity", "F3"))
            .Add("word for word (IBM 1)", table.Value, table.BrevityPenalty)
            .Add("translator, most likely word", first.Value, first.BrevityPenalty)
            .Add("translator, beam", best.Value, best.BrevityPenalty).Print();
        return best.Value > table.Value;

        List<string[]> Translate(Func<string[], string[]> translator) => sentences.ConvertAll(each => translator(each.First().Source));

        // Where a sentence has fewer translations than others its own are there again, which changes nothing.
        BleuScore Score(List<string[]> translations) => Bleu.Corpus(
            translations, [.. Enumerable.Range(0, sentences.Max(each => each.Count())).Select(n => sentences.ConvertAll(each => each.ElementAt(n % each.Count()).Target))]);
    }

    /// <summary>Where the translator looks for each word it writes.</summary>
    private static void Draw(string path, string[] source, Beam beam)
    {
        (string[] words, float[][] looks) = beam.Translate(source);
        double[,] weights = new double[words.Length, source.Length];
        for (int row = 0; row < words.Length; row++)
        {
            for (int column = 0; column < source.Length; column++)
            {
                weights[row, column] = looks[row][column];
            }
        }

        using var chart = new Chart("Attention of each word", "", "");
        chart.HeatMap(weights, words, source).Save(path);
    }
}
