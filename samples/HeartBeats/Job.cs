using System.Diagnostics;
using LstmGen.Training;

namespace LstmGen.Samples.HeartBeats;

/// <summary>The whole job: cross-validation, a model of all beats, a signal heard live.</summary>
internal static class Job
{
    public const string Description = "Tells normal heart beats from four other kinds.";
    public const string Data = "train.csv: beats of 140 samples and a class from 1 to 5";
    public const int Epochs = 300;
    private const int Parts = 5;

    /// <returns>Whether the model is better than the nearest neighbour; of a loaded one nothing is asked.</returns>
    public static bool Run(SampleRun run)
    {
        Beat[] beats = run.Data is null ? Beat.Synthetic(300, seed: 1) : Beat.Read(run.DataFile("train.csv"));
        Console.WriteLine($"{beats.Length} beats: {string.Join(", ", Beat.Classes.Select((name, label) => $"{beats.Count(beat => beat.Label == label)} {name}"))}");
        if (run.Load is string file)
        {
            Console.WriteLine(Live(new BeatMonitor(BeatModel.Load(file)), beats).ToString(Beat.Classes));
            return true;
        }

        return CrossValidate(run, beats);
    }

    private static bool CrossValidate(SampleRun run, Beat[] beats)
    {
        int[] part = Classifier.Parts(beats, Parts, run.Seed);
        ConfusionMatrix lstm = new(Beat.Classes.Length), nearest = new(Beat.Classes.Length), frequent = new(Beat.Classes.Length);
        BeatMonitor? monitor = null;
        Beat[] unseen = [];
        for (int held = 0; held < Parts; held++)
        {
            Beat[] known = [.. beats.Where((_, index) => part[index] != held)];
            unseen = [.. beats.Where((_, index) => part[index] == held)];
            int[] labels = [.. unseen.Select(beat => beat.Label)];
            monitor = new BeatMonitor(new BeatModel(LstmWeights.From(Train(run, known, held))));
            lstm.Add(labels, monitor.Listen(unseen));
            nearest.Add(labels, Classifier.Nearest(known, unseen));
            int most = known.CountBy(beat => beat.Label).MaxBy(pair => pair.Value).Key;
            frequent.Add(labels, [.. labels.Select(_ => most)]);
            Console.WriteLine($"part {held + 1} of {Parts}: {lstm.Accuracy:P2} right so far; nearest neighbour {nearest.Accuracy:P2}");
        }

        var table = new MetricTable($"{Parts} parts, each held out once", new("right", "P2"), new("normal or not", "P2"), "F1 macro");
        foreach ((string name, ConfusionMatrix matrix) in new[] { ("most frequent class", frequent), ("nearest neighbour", nearest), ("LSTM", lstm) })
        {
            table.Add(name, matrix.Accuracy, NormalOrNot(matrix), matrix.F1Macro());
        }

        table.Print();
        Console.WriteLine(lstm.ToString(Beat.Classes));
        Live(monitor!, unseen);
        if (run.Save is string file)
        {
            BeatModel.Save(file, Train(run, beats, Parts));
            Console.WriteLine($"{file}: a model of all beats");
        }

        if (run.Picture is string picture)
        {
            Draw(picture, beats, lstm);
        }

        return lstm.Accuracy > nearest.Accuracy;
    }

    private static LstmParameters Train(SampleRun run, Beat[] beats, int part)
        => run.Facts.Measure(() => Classifier.Train(beats, run.Epochs, (run.Seed * (Parts + 1)) + part, run.Threads, run.Cancellation));

    /// <summary>Beats one after the other, as one signal: what a device would hear.</summary>
    private static ConfusionMatrix Live(BeatMonitor monitor, Beat[] beats)
    {
        long start = Stopwatch.GetTimestamp();
        int[] heard = monitor.Listen(beats);
        double each = Stopwatch.GetElapsedTime(start).TotalMicroseconds / beats.Length;
        int shown = Array.FindIndex(heard, label => label != 0);
        string first = shown < 0 ? "none of them is odd" : $"the first odd one is beat {shown + 1}: {Beat.Classes[heard[shown]]}, which is {Beat.Classes[beats[shown].Label]}";
        Console.WriteLine($"live, sample by sample: {beats.Length} beats, {each:F0} µs each, {heard.Count(label => label != 0)} odd ones heard; {first}");
        return ConfusionMatrix.Of([.. beats.Select(beat => beat.Label)], heard, Beat.Classes.Length);
    }

    private static double NormalOrNot(ConfusionMatrix matrix)
    {
        long right = 0;
        for (int label = 0; label < matrix.Classes; label++)
        {
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
            {
                right += (label == 0) == (predicted == 0) ? matrix[label, predicted] : 0;
            }
        }

        return (double)right / matrix.Count;
    }

    private static void Draw(string path, Beat[] beats, ConfusionMatrix matrix)
    {
        using var means = new Chart("The mean beat of each class", "sample", "signal");
        using var taken = new Chart("What beats of a class were taken for, parts of 1", "taken for", "class");
        double[,] parts = new double[matrix.Classes, matrix.Classes];
        for (int label = 0; label < matrix.Classes; label++)
        {
            Beat[] own = [.. beats.Where(beat => beat.Label == label)];
            if (own.Length > 0)
            {
                means.Line(Beat.Classes[label], [.. Enumerable.Range(0, Beat.Length).Select(t => own.Average(beat => (double)beat.Samples[t]))]);
            }

            for (int predicted = 0; predicted < matrix.Classes; predicted++)
            {
                parts[label, predicted] = own.Length > 0 ? (double)matrix[label, predicted] / own.Length : 0;
            }
        }

        Chart.Save(path, 900, 420, means, taken.HeatMap(parts, Beat.Classes, Beat.Classes));
        Console.WriteLine($"{path}: a picture");
    }
}
