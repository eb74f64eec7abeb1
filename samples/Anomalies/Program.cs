using LstmGen.Formats;
using LstmGen.Samples;
using LstmGen.Samples.Anomalies;
using LstmGen.Training;

return new SampleCommand("Finds what is unusual in streams of readings, by an LSTM that forecasts the next one.", data: "windows.json and the series it names").Run(args, run =>
{
    Series[] series = run.Data is null ? MachineSignal.Make(4, seed: 1) : Series.ReadFolder(run.Data);
    Forecaster[] learnt = run.Load is string file ? Detection.Load(series, file, run.Seed)
        : run.Facts.Measure(() => Detection.Learn(series, run.Seed, run.Threads, run.Cancellation));
    if (run.Save is string path)
    {
        Detection.Save(series, learnt, path);
    }

    double[][] scores = run.Train(bar => Detection.Stream(series, learnt, run.Threads, bar, run.Cancellation)); // it goes on learning
    (double best, double threshold) = NabScore.Best(series, scores);
    var alarms = new MetricTable("series", new Metric("rows", "N0"), new("windows", "N0"), new("found", "N0"), new("alarms outside", "N0"));
    for (int n = 0; n < series.Length; n++)
    {
        int[] rows = [.. Enumerable.Range(0, scores[n].Length).Where(row => scores[n][row] >= threshold)];
        (int First, int Last)[] windows = series[n].Windows;
        alarms.Add(series[n].Name, scores[n].Length, windows.Length, windows.Count(window => rows.Any(row => row >= window.First && row <= window.Last)),
            rows.Count(row => !windows.Any(window => row >= window.First && row <= window.Last)));
    }

    alarms.Print();
    Console.WriteLine();
    var table = new MetricTable("detector, one threshold for all series", new Metric("NAB score", "F1"), new("threshold", "F2"))
        .Add("forecast error and level", best, threshold);
    foreach ((string name, double[][] baseline) in Detection.Baselines(series))
    {
        (double score, double at) = NabScore.Best(series, baseline);
        table.Add(name, score, at);
    }

    table.Print();
    if (run.Picture is string picture)
    {
        using Chart values = new(series[0].Name, "row", "value"), score = new("Score and threshold", "row", "deviations");
        values.Line("value", series[0].Values);
        score.Line("score", scores[0]).Level(threshold);
        foreach ((int first, int last) in series[0].Windows)
        {
            values.Span(first, last);
            score.Span(first, last);
        }

        Chart.Save(picture, 1000, 300, values, score);
    }
});
