using LstmGen.Formats;
using LstmGen.Training;

namespace LstmGen.Samples.Names;

/// <summary>A tagger with its vocabulary and tags: what one file holds.</summary>
internal sealed class Model(Tagger tagger, Vocabulary vocabulary, string[] tags) : IDisposable
{
    private const int Batch = 32, MostWords = 128;

    /// <summary>Trains on most sentences; every tenth is kept apart and says when to stop.</summary>
    public static Model Train(Sentence[] sentences, SampleRun run)
    {
        Sentence[] held = [.. sentences.Where((_, index) => index % 10 == 9)], own = [.. sentences.Where((_, index) => index % 10 != 9)];
        string[] types = [.. sentences.SelectMany(sentence => sentence.Tags).Where(tag => tag != "O").Select(tag => tag[2..]).Distinct().Order(StringComparer.Ordinal)];
        string[] tags = ["O", .. types.SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        var vocabulary = Vocabulary.Of(own, out float[] counts);
        var model = new Model(new Tagger(Batch, MostWords, tags, counts, run.Seed, run.Threads), vocabulary, tags);
        using var trainer = model.Trainer(own, held, run);
        run.Train(bar => trainer.Train(bar, run.Cancellation));
        return model;
    }

    /// <exception cref="LstmFormatException">The file is of another model, or damaged.</exception>
    public static Model Load(SampleRun run)
    {
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Load(run.Load!).Metadata;
        string[] Lines(string name) => metadata.TryGetValue(name, out string? text) ? text.Split('\n')
            : throw new LstmFormatException($"{run.Load}: the metadata have no '{name}'; a file that this sample saved was expected.");
        (string[] tags, var vocabulary) = (Lines("tags"), new Vocabulary(Lines("vocabulary")));
        var tagger = new Tagger(Batch, MostWords, tags, new float[vocabulary.Count], run.Seed, run.Threads);
        tagger.Load(run.Load!);
        return new Model(tagger, vocabulary, tags);
    }

    public void Save(string path) => tagger.Save(path, new Dictionary<string, string> { ["tags"] = string.Join('\n', tags), ["vocabulary"] = string.Join('\n', vocabulary.Keys) });

    /// <summary>The tags of the words of each sentence.</summary>
    public string[][] Tag(IReadOnlyList<string[]> sentences)
    {
        LstmSequences data = Data([.. sentences.Select(words => new Sentence(words, [.. words.Select(_ => "O")]))]);
        var batch = new LstmBatch(data);
        var found = new List<string[]>();
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index);
            tagger.Forward(batch, trains: false);
            float[] numbers = tagger.Outputs.ToArray();
            for (int row = 0; row < Batch && found.Count < sentences.Count; row++)
            {
                found.Add([.. Enumerable.Range(0, batch.Lengths[row]).Select(step => tags[(int)numbers[(step * Batch) + row]])]);
            }
        }

        return [.. found];
    }

    public void Dispose() => tagger.Dispose();

    private Trainer Trainer(Sentence[] own, Sentence[] held, SampleRun run) => new(tagger, Data(own), new TrainerOptions
    {
        Optimizer = trainables => new Adam(trainables, new() { LearningRate = 0.003f }),
        ClipNorm = 5, Epochs = run.Epochs, Monitor = () => new EntityMetric(tags), Patience = 8, Seed = (ulong)run.Seed,
    }, Data(held));

    private LstmSequences Data(IReadOnlyList<Sentence> sentences) => new(
        [.. sentences.Select(sentence => new LstmSequence(vocabulary.Numbers(Checked(sentence)), sentence.Tags.Select(tag => (float)Array.IndexOf(tags, tag)).ToArray()))],
        Batch, Vocabulary.Features, targetSize: 1);

    private static string[] Checked(Sentence sentence) => sentence.Words.Length is > 0 and <= MostWords ? sentence.Words : throw new InputException(
        $"A sentence has {sentence.Words.Length} words ({string.Join(' ', sentence.Words.Take(5))} ...); 1 to {MostWords} were expected.");
}
