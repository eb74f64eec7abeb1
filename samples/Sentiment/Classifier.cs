using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Sentiment;

/// <summary>Some models that differ in their seed, and their vocabulary; the score is the mean of theirs.</summary>
internal sealed class Classifier(IReadOnlyList<LstmParameters> members, Words words)
{
    private const string Key = "vocabulary";
    private const int Batch = 32;
    private const double WordDrop = 0.4; // the part of words that a sentence loses in an epoch

    private readonly SentimentModel[] _models = [.. members.Select(member => new SentimentModel(LstmWeights.From(member)))];

    /// <summary>How many models there are.</summary>
    public int Count => members.Count;

    /// <summary>Trains models on all sentences for all epochs: what stops in time on 2,100 sentences is the schedule.</summary>
    public static Classifier Train(
        IReadOnlyList<Sentence> sentences, int count, int epochs, int seed, int threads, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Words words = Words.Of(sentences);
        var data = new WordData([.. sentences.Select(one => words.Encode(one.Text))], [.. sentences.Select(one => one.Praises)], Batch, WordDrop);
        return new([.. Enumerable.Range(0, count).Select(Member)], words);

        LstmParameters Member(int member)
        {
            ulong own = ((ulong)seed * 1000) + (ulong)member;
            using var trainer = new Trainer<SentimentModel>(data, new TrainerOptions
            {
                Loss = LstmLoss.BinaryCrossEntropy,
                Optimizer = weights => new AdamW(weights, new AdamOptions { WeightDecay = 0.01 }),
                Schedule = () => LstmSchedule.Cosine(0.003f, (long)epochs * data.Count),
                ClipNorm = 1,
                InputDropout = 0.5f,
                RecurrentDropout = 0.2f,
                Epochs = epochs,
                Seed = own,
                Threads = threads,
                Metrics = [LstmMetric.Accuracy],
            }, weights: Initial(own));
            trainer.Train(progress, cancellation);
            return trainer.Parameters;
        }
    }

    /// <summary>The score of a sentence, above 0 for praise; of one model, where its number is given.</summary>
    public double Score(string text, int? member = null)
    {
        int[] tokens = words.Encode(text);
        float[] score = new float[1];
        return (member is int one ? [_models[one]] : _models).Average(model =>
        {
            model.Run(tokens, model.CreateState(), score);
            return (double)score[0];
        });
    }

    /// <summary>One file: the models one after the other, the vocabulary in the metadata.</summary>
    public void Save(string path)
        => SafetensorsWriter.Write(path, [.. members.SelectMany((member, n) => member.ToTensors($"{n}.lstm.", $"{n}.head."))], [new(Key, words.ToString())]);

    /// <exception cref="LstmFormatException">The file is none that <see cref="Save"/> wrote.</exception>
    public static Classifier Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        if (!file.Metadata.TryGetValue(Key, out string? words))
        {
            throw new LstmFormatException($"{path}: the metadata have no {Key}; a file written by this sample was expected.");
        }

        int count = file.Tensors.Select(tensor => tensor.Name.Split('.')[0]).Distinct().Count();
        return new([.. Enumerable.Range(0, count).Select(n => LstmWeights.From(file, $"{n}.lstm.", $"{n}.head.").Bind(SentimentModel.Shape))], Words.Parse(words, path));
    }

    // Vectors of words begin small: those that no sentence moves shall say nothing.
    private static LstmWeights Initial(ulong seed)
        => LstmWeights.From(LstmWeights.Random(seed).Bind(SentimentModel.Shape).ToTensors().Select(tensor => tensor.Name == "embedding.weight"
            ? SafetensorsTensor.FromFloats(tensor.Name, [.. tensor.Shape.ToArray()], Array.ConvertAll(tensor.ToFloats(), value => 0.1f * value))
            : tensor));
}
