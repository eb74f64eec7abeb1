using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Amp;

/// <summary>How preamp.nam was made: a network learns a circuit from what goes in and what comes out.</summary>
internal static class Training
{
    private const int Rate = 48_000;
    private const int Steps = 1024;

    /// <summary>Trains and writes the model; gives the mean squared error relative to the power of what the circuit gives.</summary>
    public static double Run(string path)
    {
        float[] sound = Sound.Plucked(Rate, seconds: 8, seed: 1);
        LstmSequence[] sequences = [.. sound.Chunk(Steps).Where(part => part.Length == Steps).Select((part, at) => Sequence(part, gain: 0.3f + (0.3f * (at % 5))))];
        LstmSequences training = Batches(sequences.Where((_, at) => at % 8 > 0)), validation = Batches(sequences.Where((_, at) => at % 8 == 0));
        const int Epochs = 120;
        using var trainer = new Trainer<Preamp>(
            training,
            new TrainerOptions { Loss = LstmLoss.MeanSquared, Schedule = () => LstmSchedule.Cosine(0.008f, (long)Epochs * training.Count), ClipNorm = 1, Epochs = Epochs, Seed = 1 },
            validation);
        trainer.Train();

        // A model file of one format is read and written in another: the class's own tensors become a .nam file.
        string tensors = path + ".safetensors";
        SafetensorsWriter.Write(tensors, trainer.BestParameters().ToTensors(), new Dictionary<string, string> { ["sample_rate"] = $"{Rate}" });
        LstmModelFile.Load(tensors, new LstmReadOptions { Network = new(new LstmModelAttribute(hidden: 12, input: 1, output: 1) { LearnedInitialState = true }) }).Save(path);
        File.Delete(tensors);
        return trainer.BestLoss!.Value / sequences.Average(sequence => sequence.Targets.Span.ToArray().Average(value => (double)value * value));
    }

    private static LstmSequences Batches(IEnumerable<LstmSequence> sequences) => new([.. sequences], 16, 1, 1);

    /// <summary>A stage that cuts lows, clips unevenly, and a capacitor that takes off the edge.</summary>
    private static LstmSequence Sequence(float[] part, float gain)
    {
        float[] inputs = [.. part.Select(value => gain * value)], targets = new float[part.Length];
        float low = 0, smooth = 0;
        for (int at = 0; at < part.Length; at++)
        {
            low += 0.02f * (inputs[at] - low);
            float driven = MathF.Tanh((8 * (inputs[at] - low)) + 0.3f) - MathF.Tanh(0.3f);
            smooth += 0.4f * (driven - smooth);
            targets[at] = 0.6f * smooth;
        }

        return new LstmSequence(inputs, targets);
    }
}
