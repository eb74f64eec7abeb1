using System.CommandLine;
using LstmGen.Training;

namespace LstmGen.Samples.Sentiment;

/// <summary>The whole job: baselines, models, a table over sentences not seen, sentences of one's own.</summary>
internal static class Job
{
    public const string Description = "Tells whether a sentence praises or blames.";
    public const string Data = "{amazon_cells,imdb,yelp}_{train,valid}.tsv: sentence, tab, 0 or 1";
    public const int Epochs = 12;

    public static readonly Option<int> Models = NumberOption.Create("--models", "Models whose scores are averaged.", 5, 1, 100);
    public static readonly Option<int> Folds = NumberOption.Create<int>("--folds", "Instead of the sentences not seen: so many parts of the training sentences, each held out once, to choose settings by.", null, 2, 100);
    public static readonly Option<string[]> Say = new("--say") { Description = "A sentence to score." };

    public static SampleCommand Command => new(Description, Data, Epochs) { Models, Folds, Say };

    /// <returns>Whether the models are better than naive Bayes; of loaded ones, and of parts, nothing is asked.</returns>
    public static bool Run(SampleRun run)
    {
        Sentence[] train = run.Data is null ? Sentence.Synthetic(2000, seed: 1) : Sentence.Read(run, "train");
        if (run.Get(Folds) is > 0 and int folds)
        {
            CrossValidate(run, train, folds);
            return true;
        }

        Classifier classifier = run.Load is string file ? Classifier.Load(file) : Train(run, train, bar: true);
        Sentence[] unseen = run.Data is null ? Sentence.Synthetic(300, seed: 2) : Sentence.Read(run, "valid");
        var words = Words.Of(train);
        var bayes = new NaiveBayes(train, words);
        double bayesRight = Right(unseen, text => bayes.Score(words.Encode(text))), right = Right(unseen, text => classifier.Score(text));
        double most = train.Count(one => one.Praises) * 2 >= train.Length ? 1 : -1;
        new MetricTable($"{unseen.Length} sentences not seen", new("right", "P1"), "AUC")
            .Add("more frequent label", Right(unseen, _ => most), double.NaN)
            .Add("naive Bayes", bayesRight, Area(unseen, text => bayes.Score(words.Encode(text))))
            .Add($"one LSTM, mean of {classifier.Count}", Enumerable.Range(0, classifier.Count).Average(n => Right(unseen, text => classifier.Score(text, n))), double.NaN)
            .Add($"{classifier.Count} LSTMs", right, Area(unseen, text => classifier.Score(text)))
            .Print();
        foreach (string text in run.Get(Say) is { Length: > 0 } given ? given : ["The screen is not good at all", "What a lovely film!"])
        {
            Console.WriteLine($"{(classifier.Score(text) > 0 ? "praise" : "blame "),-7} {1 / (1 + Math.Exp(-classifier.Score(text))):P0} praise: {text}");
        }

        if (run.Save is string path)
        {
            classifier.Save(path);
            Console.WriteLine($"{path}: the models and their vocabulary");
        }

        if (run.Picture is string picture)
        {
            Draw(picture, classifier, unseen);
        }

        return run.Load is not null || right > bayesRight;
    }

    private static Classifier Train(SampleRun run, Sentence[] sentences, bool bar) => bar
        ? run.Train(progress => Classifier.Train(sentences, run.Get(Models), run.Epochs, run.Seed, run.Threads, progress, run.Cancellation))
        : run.Facts.Measure(() => Classifier.Train(sentences, run.Get(Models), run.Epochs, run.Seed, run.Threads, progress: null, run.Cancellation));

    private static void CrossValidate(SampleRun run, Sentence[] sentences, int folds)
    {
        int[] part = [.. Enumerable.Range(0, sentences.Length).Select(n => n % folds)];
        new Random(run.Seed).Shuffle(part);
        double lstm = 0, bayes = 0;
        for (int held = 0; held < folds; held++)
        {
            Sentence[] known = [.. sentences.Where((_, n) => part[n] != held)], unseen = [.. sentences.Where((_, n) => part[n] == held)];
            Classifier classifier = Train(run, known, bar: false);
            var words = Words.Of(known);
            var table = new NaiveBayes(known, words);
            lstm += Right(unseen, text => classifier.Score(text)) * unseen.Length / sentences.Length;
            bayes += Right(unseen, text => table.Score(words.Encode(text))) * unseen.Length / sentences.Length;
        }

        new MetricTable($"{folds} parts, each held out once", new Metric("right", "P2")).Add("naive Bayes", bayes).Add($"{run.Get(Models)} LSTMs", lstm).Print();
    }

    private static double Right(Sentence[] sentences, Func<string, double> score) => sentences.Average(one => score(one.Text) > 0 == one.Praises ? 1.0 : 0);

    private static double Area(Sentence[] sentences, Func<string, double> score)
        => ClassificationScores.Auc([.. sentences.Select(one => (float)score(one.Text))], [.. sentences.Select(one => one.Praises)]);

    /// <summary>What each word does to the score of its sentence: the score with it less that without it.</summary>
    private static void Draw(string path, Classifier classifier, Sentence[] sentences)
    {
        string[] words = sentences.Select(one => one.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length is > 5 and < 14)
            .MaxBy(words => Math.Abs(classifier.Score(string.Join(' ', words))))!;
        double whole = classifier.Score(string.Join(' ', words));
        using var chart = new Chart($"What each word adds to a score of {whole:F1}", "", "score with the word, less that without");
        chart.Bars(words, [.. words.Select((_, n) => whole - classifier.Score(string.Join(' ', words.Where((_, other) => other != n))))]).Save(path);
        Console.WriteLine($"{path}: a picture");
    }
}
