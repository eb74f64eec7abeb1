using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Grammars;

/// <summary>Both languages, each beside what cannot learn it.</summary>
internal static class Job
{
    public const string Description = "Learns the embedded Reber grammar, and to count a^n b^n c^n.";
    private const int ReberEpochs = 200, CountingEpochs = 20_000, MostCounted = 1000;

    public static SampleCommand Command => new(Description, data: null);

    /// <returns>Whether the grammar was learnt, and all strings of training to count are accepted; longer ones are reported, not asked for.</returns>
    public static bool Run(SampleRun run)
    {
        if (run.Load is string file)
        {
            var loaded = new ReberModel(LstmWeights.From(SafetensorsFile.Load(file)));
            Console.WriteLine($"embedded Reber grammar: {Reber.Part(loaded, ReberGrammar.Draw(Reber.Strings, new Random(run.Seed), [])):P1} of {Reber.Strings} strings foretold");
            return true;
        }

        Reber.Result reber = run.Facts.Measure(() => Reber.Learn(run.Seed, ReberEpochs, run.Threads, run.Cancellation));
        var table = new MetricTable("embedded Reber grammar", new Metric("test strings foretold", "P1"));
        foreach ((int symbols, double part) in Reber.Symbols.Zip(reber.Tables))
        {
            table.Add($"table of {symbols} symbols", part);
        }

        table.Add("LSTM", reber.Model).Print();
        Console.WriteLine(reber.Sequences is int read ? $"all {Reber.Strings} training and {Reber.Strings} test strings after {read:N0} sequences" : "not all strings are foretold");

        int seeing = Count<CountingModel>(run), blind = Count<BlindCountingModel>(run);
        new MetricTable($"a^n b^n c^n, trained with n = 1 to {Counting.Longest}, epoch chosen by some up to {Counting.LongestChoosing}", new Metric("every n accepted up to", "N0"))
            .Add("LSTM without peepholes", blind).Add("LSTM with peepholes", seeing).Print();
        if (run.Save is string path)
        {
            reber.Weights.Save(path);
            Console.WriteLine($"{path}: the model of the Reber grammar");
        }

        if (run.Picture is string picture)
        {
            using var chart = new Chart("Test strings foretold", "", "part of 1");
            chart.Bars([.. Reber.Symbols.Select(symbols => $"table of {symbols}"), "LSTM"], [.. reber.Tables, reber.Model]).Save(picture);
            Console.WriteLine($"{picture}: a picture");
        }

        return reber.Sequences is not null && seeing >= Counting.Longest;
    }

    private static int Count<TModel>(SampleRun run)
        where TModel : class, ILstmTrainable<TModel>
        => Counting.Reach(run.Facts.Measure(() => Counting.Learn<TModel>(run.Seed, CountingEpochs, run.Threads, run.Cancellation)), MostCounted);
}
