using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.AirQuality;

/// <summary>Trains the network here, as train_pm25.py does with PyTorch, and writes the same file.</summary>
internal static class Training
{
    // Trained on these hours; the hours after them decide when to stop, and decided every setting.
    private const int TrainingHours = 22_000;

    public static void Run(string data, string path)
    {
        (float[] pm, float[] features) = Hours.Read(data);
        if (pm.Length < TrainingHours + HourWindows.Hours)
        {
            throw new InputException($"{data}: {pm.Length} hours; more than {TrainingHours + HourWindows.Hours} were expected, the first {TrainingHours} to train on.");
        }

        int width = Pm25.Shape.Input;
        (float[] mean, float[] scale) = Scaling(features.AsSpan(0, TrainingHours * width), width);
        float step = StepScale(pm.AsSpan(0, TrainingHours));
        float[] inputs = Forecaster.Scaled(features, mean, scale);

        const int Epochs = 60;
        var training = new HourWindows(inputs, pm, step, 0, TrainingHours, stride: 48);
        using var trainer = new Trainer<Pm25>(
            training,
            new TrainerOptions
            {
                Loss = LstmLoss.Huber(),
                Optimizer = trainables => new AdamW(trainables, new AdamOptions { WeightDecay = 0.1 }),
                Schedule = () => LstmSchedule.WarmUp(30, LstmSchedule.Cosine(0.003f, (long)Epochs * training.Count)),
                ClipNorm = 1,
                Dropout = 0.3f,
                RecurrentDropout = 0.2f,
                Epochs = Epochs,
                Patience = 15,
                Seed = 1,
                Threads = Environment.ProcessorCount,
            },
            new HourWindows(inputs, pm, step, TrainingHours, pm.Length, stride: HourWindows.Hours - HourWindows.WarmUp));
        trainer.Train(new Report());

        SafetensorsWriter.Write(
            path, [.. trainer.Parameters.ToTensors(prefix: "lstm."), Tensor("mean", mean), Tensor("scale", scale), Tensor("step", [step])]);
        Console.WriteLine($"{path} written");
    }

    /// <summary>Mean and standard deviation of every feature, of the hours that have it.</summary>
    private static (float[] Mean, float[] Scale) Scaling(ReadOnlySpan<float> features, int width)
    {
        float[] mean = new float[width], scale = new float[width];
        for (int column = 0; column < width; column++)
        {
            var known = new List<double>();
            for (int at = column; at < features.Length; at += width)
            {
                if (!float.IsNaN(features[at]))
                {
                    known.Add(features[at]);
                }
            }

            (double average, double deviation) = Moments(known);
            (mean[column], scale[column]) = ((float)average, (float)deviation);
        }

        return (mean, scale);
    }

    /// <summary>Standard deviation of the change from one hour to the next, where both were read.</summary>
    private static float StepScale(ReadOnlySpan<float> pm)
    {
        var changes = new List<double>();
        for (int t = 1; t < pm.Length; t++)
        {
            if (!float.IsNaN(pm[t] - pm[t - 1]))
            {
                changes.Add(pm[t] - pm[t - 1]);
            }
        }

        return (float)Moments(changes).Deviation;
    }

    private static (double Mean, double Deviation) Moments(List<double> values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }

    private static SafetensorsTensor Tensor(string name, float[] values) => SafetensorsTensor.FromFloats(name, [values.Length], values);

    /// <summary>A line for every epoch that is better than all before.</summary>
    private sealed class Report : IProgress<TrainingProgress>
    {
        void IProgress<TrainingProgress>.Report(TrainingProgress now)
        {
            if (now.ValidationLoss is double loss && loss == now.BestLoss)
            {
                Console.WriteLine($"epoch {now.Epoch}: loss {now.TrainingLoss:F4}, on the hours after them {loss:F4}");
            }
        }
    }
}
