using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Anomalies;

/// <summary>Detectors of several series side by side.</summary>
internal static class Detection
{
    /// <summary>Learns from the probation period of each series.</summary>
    public static Forecaster[] Learn(Series[] series, int seed, int threads, CancellationToken cancellation)
        => Each(series, threads, cancellation, n => Forecaster.Train(
            series[n].Times.AsSpan(0, series[n].Probation), series[n].Values.AsSpan(0, series[n].Probation), seed, cancellation));

    public static void Save(Series[] series, Forecaster[] learnt, string path)
        => SafetensorsWriter.Write(path, [.. series.Zip(learnt).SelectMany(pair => pair.Second.ToTensors($"{pair.First.Name}."))]);

    public static Forecaster[] Load(Series[] series, string path, int seed)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        return [.. series.Select(one => Forecaster.From(file, $"{one.Name}.", seed))];
    }

    /// <summary>The score of every row: each series row after row, as it would arrive.</summary>
    public static double[][] Stream(Series[] series, Forecaster[] learnt, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int all = series.Sum(one => one.Values.Length), done = 0;
        var gate = new Lock();
        return Each(series, threads, cancellation, n =>
        {
            using Forecaster forecaster = learnt[n];
            var detector = new Detector(forecaster, series[n].Probation);
            var scores = new double[series[n].Values.Length];
            for (int row = 0; row < scores.Length; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                scores[row] = detector.Next(series[n].Times[row], series[n].Values[row]);
                lock (gate)
                {
                    progress?.Report(new TrainingProgress
                    {
                        Epoch = 1, Epochs = 1, Batch = ++done, Batches = all, Step = done, Loss = forecaster.Loss, TrainingLoss = forecaster.Loss,
                        ValidationLoss = null, BestLoss = null, LearningRate = Forecaster.LaterRate,
                    });
                }
            }

            return scores;
        });
    }

    public static IEnumerable<(string Name, double[][] Scores)> Baselines(Series[] series)
    {
        double[][] gaussian = [.. series.Select(one =>
        {
            var detector = new WindowedGaussian();
            return one.Values.Select(detector.Next).ToArray();
        })];
        yield return ("windowed Gaussian", gaussian);
        yield return ("windowed Gaussian, first alarms", [.. gaussian.Select(scores =>
        {
            var alarm = new FirstAlarm();
            return scores.Select(alarm.Next).ToArray();
        })]);
        var random = new Random(42);
        yield return ("random", [.. series.Select(one => one.Values.Select(_ => random.NextDouble()).ToArray())]);
    }

    private static T[] Each<T>(Series[] series, int threads, CancellationToken cancellation, Func<int, T> work)
    {
        var results = new T[series.Length];
        Parallel.For(0, series.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, n => results[n] = work(n));
        return results;
    }
}
