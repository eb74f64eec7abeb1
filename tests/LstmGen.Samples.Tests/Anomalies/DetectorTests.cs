using LstmGen.Samples;
using LstmGen.Samples.Anomalies;

namespace LstmGen.Tests.Samples.Anomalies;

public sealed class DetectorTests
{
    private static readonly Lazy<(Series[] Series, double[][] Scores)> s_made = new(() =>
    {
        Series[] series = MachineSignal.Make(3, seed: 5);
        return (series, Detection.Stream(series, Detection.Learn(series, seed: 1, threads: 2, TestContext.Current.CancellationToken), threads: 2, progress: null, TestContext.Current.CancellationToken));
    });

    [Fact]
    public void PlantedFaultsAreFoundAndTheBaselinesBeaten()
    {
        (Series[] series, double[][] scores) = s_made.Value;
        double best = NabScore.Best(series, scores).Score;
        Assert.True(best > 80, $"the score is {best}");
        Assert.All(Detection.Baselines(series), baseline => Assert.True(best > NabScore.Best(series, baseline.Scores).Score + 5, baseline.Name));
    }

    [Fact]
    public void LaterRowsChangeNoEarlierScore()
    {
        (Series[] series, double[][] scores) = s_made.Value;
        const int Rows = 1234;
        using Forecaster forecaster = Detection.Learn([series[1]], seed: 1, threads: 1, TestContext.Current.CancellationToken)[0];
        var detector = new Detector(forecaster, series[1].Probation);
        Assert.Equal(scores[1][..Rows], Enumerable.Range(0, Rows).Select(row => detector.Next(series[1].Times[row], series[1].Values[row])));
    }

    [Fact]
    public void WhatWasSavedScoresTheSame()
    {
        (Series[] series, double[][] scores) = s_made.Value;
        using var folder = new TemporaryFolder();
        string path = folder.File("machines.safetensors");
        Detection.Save(series, Detection.Learn(series, seed: 1, threads: 2, TestContext.Current.CancellationToken), path);
        Assert.Equal(scores, Detection.Stream(series, Detection.Load(series, path, seed: 1), threads: 1, progress: null, TestContext.Current.CancellationToken));
        LstmFormatException error = Assert.Throws<LstmFormatException>(() => Detection.Load([series[0] with { Name = "another" }], path, seed: 1));
        Assert.Contains("another.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWindowedGaussianIsThatOfItsDefinition()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 7000).Select(t => 1000 + (t / 100.0) + random.NextDouble())];
        var detector = new WindowedGaussian();
        double[] scores = [.. values.Select(detector.Next)];
        Assert.Equal(0, scores[0]);
        foreach ((int row, int from, int to) in ((int, int, int)[])[(10, 0, 10), (6399, 0, 6399), (6450, 0, 6400), (6500, 100, 6500), (6599, 100, 6500), (6999, 500, 6900)])
        {
            double mean = values[from..to].Average(), deviation = Math.Sqrt(values[from..to].Average(value => (value - mean) * (value - mean)));
            Assert.Equal(Math.Abs(values[row] - mean) / deviation, scores[row], 6);
        }
    }

    [Property]
    public bool AnAlarmIsAScoreAboveAllOfTheLastHundred(int seed)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, 500).Select(_ => (double)random.Next(50))];
        var alarm = new FirstAlarm();
        return scores.Select(alarm.Next).SequenceEqual(
            scores.Select((score, row) => scores[Math.Max(0, row - 100)..row].All(before => before < score) ? score : 0));
    }

    [Theory]
    [InlineData("{\"a.csv\": [[\"2024-01-01 00:00:00\", \"2024-01-01 00:10:00\"]]", "windows.json")]
    [InlineData("{\"a.csv\": [[\"2024-01-01 00:00:00\"]]}", "1 times")]
    [InlineData("{\"a.csv\": [[\"2024-01-01 00:00:00\", \"2031-01-01 00:00:00\"]]}", "2031-01-01 00:00:00")]
    [InlineData("{\"a.csv\": [[\"2024-01-01 00:10:00\", \"2024-01-01 00:00:00\"]]}", "ends before it starts")]
    [InlineData("{\"none.csv\": []}", "none.csv")]
    [InlineData("{\"short.csv\": []}", "short.csv: 2 rows; at least 500")]
    [InlineData("{\"wrong.csv\": []}", "wrong.csv, line 2, column value")]
    [InlineData("null", "windows.json")]
    [InlineData("{\"a.csv\": null}", "windows.json")]
    public void DamagedInputsAreNamed(string windows, string named)
    {
        using var folder = new TemporaryFolder();
        DateTime first = new(2024, 1, 1);
        File.WriteAllLines(folder.File("a.csv"), Enumerable.Range(0, 600).Select(t => $"{first.AddMinutes(5 * t):yyyy-MM-dd HH:mm:ss},{t % 7}").Prepend("timestamp,value"));
        File.WriteAllText(folder.File("short.csv"), "timestamp,value\n2024-01-01 00:00:00,1\n2024-01-01 00:05:00,2\n");
        File.WriteAllText(folder.File("wrong.csv"), "timestamp,value\n2024-01-01 00:00:00,x\n");
        File.WriteAllText(folder.File("windows.json"), windows);
        Assert.Contains(named, Assert.Throws<InputException>(() => Series.ReadFolder(folder.Path)).Message, StringComparison.Ordinal);
    }
}
