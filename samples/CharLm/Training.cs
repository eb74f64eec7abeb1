using System.Diagnostics;
using LstmGen.Training;

namespace LstmGen.Samples.CharLm;

/// <summary>How to train; either seconds or epochs end it.</summary>
internal sealed record TrainingSettings(
    double? Seconds, int? Epochs, int Batch, int Steps, float Rate, float Clip, float Dropout, float RecurrentDropout, int Seed, int Threads);

/// <summary>
/// Truncated backpropagation through time: the text is cut into streams that run side by side, and the state goes on from chunk to chunk.
/// The learning rate falls along half a cosine. What comes out are the weights of the least loss on the start of the text, which is not trained on.
/// </summary>
internal static class Training
{
    // The first twentieth of the text, or less of it, chooses the weights. The end is trained on: what follows a text resembles that most.
    private const int SlicePart = 20;
    private const int LongestSlice = 200_000;
    private const int CosineParts = 1_000_000;

    /// <summary>Trains, and has the weights saved whenever they are the best so far.</summary>
    /// <returns>The best weights.</returns>
    /// <exception cref="InvalidDataException">The text is too short.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite.</exception>
    public static LstmParameters Train(int[] tokens, TrainingSettings settings, Action<LstmParameters> save)
    {
        int sliced = Math.Min(tokens.Length / SlicePart, LongestSlice);
        if (sliced <= settings.Batch)
        {
            throw new InvalidDataException(
                $"the text has {tokens.Length:N0} characters; at least {SlicePart * (settings.Batch + 1):N0} are needed for {settings.Batch} streams.");
        }

        int width = CharacterModel.Shape.Input;
        var training = new LstmTokens(tokens.AsMemory(sliced..), width, settings.Batch, settings.Steps);
        var slice = new LstmTokens(tokens.AsMemory(..sliced), width, settings.Batch, settings.Steps);
        using var trainer = new Trainer<CharacterModel>(
            training,
            new TrainerOptions
            {
                Loss = LstmLoss.SoftmaxCrossEntropy,
                Epochs = settings.Epochs ?? int.MaxValue,
                ClipNorm = settings.Clip,
                Dropout = settings.Dropout,
                RecurrentDropout = settings.RecurrentDropout,
                Seed = (ulong)settings.Seed,
                Threads = settings.Threads,
            },
            slice);

        Console.WriteLine("  seconds  epoch   training      slice   (nats a character)");
        LstmSchedule schedule = LstmSchedule.Cosine(settings.Rate, CosineParts);
        long start = Stopwatch.GetTimestamp();
        double reported = 0, saved = double.PositiveInfinity;
        while (!trainer.Finished && Done() < 1)
        {
            trainer.Optimizer.LearningRate = schedule.LearningRate((long)(Done() * CosineParts));
            TrainingProgress step = trainer.Step();
            if (step.ValidationLoss is double loss && (trainer.Finished || Elapsed() > reported + 1))
            {
                Report(step.TrainingLoss, loss);
                reported = Elapsed();
                if (trainer.BestLoss < saved)
                {
                    save(trainer.BestParameters());
                    saved = trainer.BestLoss.Value;
                }
            }
        }

        // Unless the clock has stopped training within an epoch, the weights are those of the best epoch already.
        LstmParameters best = trainer.Parameters;
        if (!trainer.Finished)
        {
            double last = trainer.Evaluate(slice);
            Report(null, last);
            best = trainer.BestLoss < last ? trainer.BestParameters() : best;
            save(best);
        }

        return best;

        double Elapsed() => Stopwatch.GetElapsedTime(start).TotalSeconds;

        double Done() => settings.Seconds is double seconds
            ? Math.Min(Elapsed() / seconds, 1)
            : (double)trainer.Steps / ((long)settings.Epochs!.Value * training.Count);

        void Report(double? trained, double loss) => Console.WriteLine(
            $"{Elapsed(),9:F1}{(double)trainer.Steps / training.Count,7:F1}{trained,11:F4}{loss,11:F4}");
    }
}
