using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.Translation;
using LstmGen.Training;

const int Batch = 64, MostWords = 30, Held = 20; // one sentence of so many tells when to stop
const float Smoothing = 0.1f;

Option<int> width = NumberOption.Create("--beam", "Sentences begun that are kept.", 5, 1, 100);
Option<string?> ask = new("--translate") { Description = "Translates this sentence, too.", HelpName = "TEXT" };
Option<float> dropout = new("--dropout") { Description = "Dropout of words and outputs.", DefaultValueFactory = _ => 0.4f };
Option<float> rate = new("--rate") { Description = "Learning rate at its highest.", DefaultValueFactory = _ => 0.002f };
return new SampleCommand("Teaches an encoder and a decoder with attention to translate.", "train.tsv and valid.tsv, lines of sentence, tab, translation", epochs: 14) { width, ask, dropout, rate }.Run(args, run =>
{
    List<Pair> made = run.Data is null ? TinyLanguage.Pairs(3_000, 1) : [];
    List<Pair> training = run.Data is null ? made[..2_500] : Pairs.Read(run.DataFile("train.tsv"));
    List<Pair> validation = run.Data is null ? made[2_500..] : Pairs.Read(run.DataFile("valid.tsv"));
    (Translator model, Vocabulary source, Vocabulary target) = run.Load is null ? Train() : Load(run.Load);
    using (model)
    {
        if (run.Save is not null)
        {
            model.Save(run.Save, new Dictionary<string, string> { ["source"] = source.Text(), ["target"] = target.Text() });
        }

        var beam = new Beam(model, source, target, run.Get(width));
        var table = new WordForWord(training);
        List<IGrouping<string, Pair>> sentences = [.. validation.GroupBy(pair => pair.Key)];
        List<string[]> ours = [.. sentences.Select(each => beam.Translate(each.First().Source))], greedy = [.. sentences.Select(each => new Beam(model, source, target, 1).Translate(each.First().Source))];
        foreach (int at in Enumerable.Range(0, 8).Select(n => n * sentences.Count / 8))
        {
            Console.WriteLine($"{sentences[at].Key}\n    {string.Join(' ', ours[at])}   ({string.Join(' ', sentences[at].First().Target)})");
        }

        new MetricTable($"{sentences.Count:N0} sentences", new("BLEU-4", "F2"), new("brevity", "F3"))
            .Add("word for word (IBM 1)", Score(sentences, [.. sentences.Select(each => table.Translate(each.First().Source))]))
            .Add("most likely word", Score(sentences, greedy))
            .Add($"beam of {run.Get(width)}", Score(sentences, ours)).Print();
        if (run.Get(ask) is { } text)
        {
            Console.WriteLine(string.Join(' ', beam.Translate(Pairs.Words(text) is { Length: > 0 } words ? words : throw new InputException("--translate: a text with a word was expected."))));
        }
    }

    (Translator, Vocabulary, Vocabulary) Train()
    {
        var (source, target) = (Vocabulary.Of(training.Select(pair => pair.Source), 2), Vocabulary.Of(training.Select(pair => pair.Target), 2));
        List<Pair> fitting = [.. training.Where(pair => pair.Source.Length <= MostWords && pair.Target.Length < MostWords)];
        HashSet<string> held = [.. fitting.Select(pair => pair.Key).Distinct().Where((_, n) => n % Held == 0)];
        LstmSequencePairs known = Pairs.Numbers(fitting.Where(pair => !held.Contains(pair.Key)), source, target, Batch);
        LstmSequencePairs unseen = Pairs.Numbers(fitting.Where(pair => held.Contains(pair.Key)), source, target, Batch);
        Translator model = Create(source, target);
        int epochs = run.Epochs;
        using var trainer = new Trainer(model, known, new TrainerOptions
        {
            Epochs = epochs, ClipNorm = 1, Seed = (ulong)run.Seed, Patience = 3,
            Schedule = () => LstmSchedule.WarmUp(200, LstmSchedule.Cosine(run.Get(rate), known.Count * epochs)),
        }, unseen);
        run.Train(progress => trainer.Train(progress, run.Cancellation));
        return (model, source, target);
    }

    Translator Create(Vocabulary source, Vocabulary target)
        => new(source.Words.Length, target.Words.Length, Batch, MostWords, MostWords, run.Get(dropout), Smoothing, (ulong)run.Seed, run.Threads);

    (Translator, Vocabulary, Vocabulary) Load(string path)
    {
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Load(path).Metadata;
        if (!metadata.TryGetValue("source", out string? source) || !metadata.TryGetValue("target", out string? target))
        {
            throw new InputException($"{path}: it has no vocabularies; a file that --save of this sample wrote was expected.");
        }

        var (from, to) = (Vocabulary.Parse(source), Vocabulary.Parse(target));
        Translator model = Create(from, to);
        model.Load(path);
        return (model, from, to);
    }

    static double[] Score(List<IGrouping<string, Pair>> sentences, List<string[]> translations)
    {
        int versions = sentences.Max(each => each.Count());
        BleuScore bleu = Bleu.Corpus(translations, [.. Enumerable.Range(0, versions).Select(n => sentences.ConvertAll(each => each.ElementAt(n % each.Count()).Target))]);
        return [bleu.Value, bleu.BrevityPenalty];
    }
});
