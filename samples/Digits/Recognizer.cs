using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Digits;

/// <summary>Hears a whole recording and says which digit it is.</summary>
[LstmModel(hidden: 64, layers: 2, input: LogMel.Bands, output: 10, Direction = LstmDirection.Both, Outputs = LstmOutputs.Mean)]
internal sealed partial class OneDigit;

/// <summary>Hears frame after frame and says of each which digit ends there, or the blank.</summary>
[LstmModel(hidden: 96, layers: 2, input: LogMel.Bands, output: Recognizer.Labels)]
internal sealed partial class DigitString;

/// <summary>Both networks and the scaling of the bands: trained, saved, loaded, used.</summary>
internal sealed record Recognizer(LstmParameters One, LstmParameters Many, SeriesScaler Scaler)
{
    /// <summary>The digits and, first, the blank.</summary>
    public const int Labels = 11;

    public OneDigit Classifier { get; } = new(LstmWeights.From(One));

    public DigitString Listener { get; } = new(LstmWeights.From(Many));

    /// <summary>Trains both, one after the other, each through <paramref name="with"/>, which gives it its progress.</summary>
    public static Recognizer Train(
        Recording[] recordings, int seed, int threads, int epochs, Func<Func<IProgress<TrainingProgress>?, LstmParameters>, LstmParameters> with, CancellationToken cancellation)
    {
        // Every tenth recording tells when to stop.
        int batch = recordings.Length < 500 ? 8 : 32; // few recordings: as many updates all the same
        Recording[] train = [.. recordings.Where((_, n) => n % 10 != 9)], validation = [.. recordings.Where((_, n) => n % 10 == 9)];
        float[] bands = [.. train.SelectMany(recording => Utterances.Features(recording.Samples, scaler: null))];
        SeriesScaler scaler = SeriesScaler.Standard(bands, LogMel.Bands, new SeriesPart(0, bands.Length / LogMel.Bands));
        return new(
            with(bar => Train<OneDigit>(LstmLoss.SoftmaxCrossEntropy, part => new SingleDigits(new Utterances(part, scaler, strings: false), part.Length, batch), bar)),
            with(bar => Train<DigitString>(LstmLoss.Ctc(), part => new DigitStrings(new Utterances(part, scaler, strings: true), 2 * part.Length, batch), bar)), scaler);

        LstmParameters Train<TModel>(LstmLoss loss, Func<Recording[], LstmBatches> data, IProgress<TrainingProgress>? bar)
            where TModel : class, ILstmTrainable<TModel>
        {
            LstmBatches training = data(train);
            using var trainer = new Trainer<TModel>(
                training,
                new TrainerOptions
                {
                    Loss = loss, Epochs = epochs, Patience = 10, ClipNorm = 1, Dropout = 0.2f, Seed = (ulong)seed, Threads = threads,
                    Schedule = () => LstmSchedule.WarmUp(30, LstmSchedule.Cosine(0.004f, (long)epochs * training.Count)),
                },
                data(validation));
            trainer.Train(bar, cancellation);
            return trainer.BestParameters();
        }
    }

    public void Save(string path) => SafetensorsWriter.Write(path, [.. One.ToTensors("one.", "one.head."), .. Many.ToTensors("many.", "many.head."), .. Scaler.ToTensors("bands.")]);

    public static Recognizer Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        return new(LstmWeights.From(file, "one.", "one.head.").Bind(OneDigit.Shape), LstmWeights.From(file, "many.", "many.head.").Bind(DigitString.Shape), SeriesScaler.From(file, "bands."));
    }

    /// <summary>Which digit a recording is.</summary>
    public int Digit(ReadOnlySpan<float> sound)
    {
        var scores = new float[10];
        Classifier.Run(Utterances.Features(sound, Scaler), Classifier.CreateState(), scores);
        return scores.IndexOf(scores.Max());
    }

    /// <summary>The digits of an utterance.</summary>
    public int[] Digits(ReadOnlySpan<float> sound, CtcDecoder decoder, bool beam)
    {
        float[] features = Utterances.Features(sound, Scaler), scores = new float[features.Length / LogMel.Bands * Labels];
        Listener.Run(features, Listener.CreateState(), scores);
        var labels = new int[scores.Length / Labels];
        return [.. (beam ? decoder.Beam(scores)[0].Labels : labels[..decoder.Greedy(scores, labels)]).Select(label => label - 1)];
    }
}
