using LstmGen.Samples.Translation;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.Translation;

/// <summary>The translator: on its own language in short, its file, its baseline, and damaged inputs.</summary>
public sealed class TranslationTests : IDisposable
{
    private const int Batch = 32, Most = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("translation").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Its_own_language_is_learned_better_than_word_for_word_and_the_file_is_the_model()
    {
        List<Pair> pairs = TinyLanguage.Pairs(900, 2), known = pairs[..800], unseen = pairs[800..];
        var (source, target) = (Vocabulary.Of(known.Select(pair => pair.Source), 2), Vocabulary.Of(known.Select(pair => pair.Target), 2));
        LstmSequencePairs numbers = Vocabulary.Numbers(known, source, target, Batch);
        using var model = new Translator(source.Words.Length, target.Words.Length, Batch, Most, Most + 1, 0.1f, 0, 1, 1);
        using (var trainer = new Trainer(model, numbers, new TrainerOptions { Epochs = 8, ClipNorm = 1, Optimizer = all => new Adam(all, new AdamOptions { LearningRate = 0.003f }) }))
        {
            trainer.Train(cancellationToken: TestContext.Current.CancellationToken);
        }

        var words = new WordForWord(known);
        var beam = new Beam(model, source, target, 3);
        List<string[]> references = unseen.ConvertAll(pair => pair.Target), ours = unseen.ConvertAll(pair => beam.Translate(pair.Source).Words);
        double table = Bleu.Corpus(unseen.ConvertAll(pair => words.Translate(pair.Source)), references).Value, best = Bleu.Corpus(ours, references).Value;
        Assert.True(best > table + 20, $"translator {best}, word for word {table}");

        string path = Path.Combine(_folder, "model.safetensors");
        model.Save(path, new Dictionary<string, string> { ["source"] = source.Text() });
        using var loaded = new Translator(source.Words.Length, target.Words.Length, 1, Most, Most + 1, 0, 0, 9, 1);
        Vocabulary same = Vocabulary.Parse(loaded.Load(path)["source"]);
        Assert.Equal(source.Words, same.Words);
        var again = new Beam(loaded, same, target, 3);
        Assert.Equal(ours, unseen.ConvertAll(pair => again.Translate(pair.Source).Words));
    }

    [Fact]
    public void Gradients_of_the_whole_model_are_those_of_differences()
    {
        List<Pair> pairs = TinyLanguage.Pairs(12, 3);
        var (source, target) = (Vocabulary.Of(pairs.Select(pair => pair.Source), 1), Vocabulary.Of(pairs.Select(pair => pair.Target), 1));
        using var model = new Translator(source.Words.Length, target.Words.Length, 4, Most, Most + 1, 0, 0.1f, 1, 2);
        LstmSequencePairs numbers = Vocabulary.Numbers(pairs, source, target, 4);
        var batch = new LstmBatch(numbers);
        batch.Read(numbers, 0);
        model.Forward(batch, trains: true);
        model.Backward();
        float[][] gradients = [.. model.Trainables.Select(trainable => trainable.Gradients.ToArray())];
        foreach ((LstmTrainable trainable, float[] gradient) in model.Trainables.Zip(gradients))
        {
            // Along the gradient itself: the differences of single weights of so large a model are less than the rounding of its loss.
            double norm = Math.Sqrt(gradient.Sum(value => (double)value * value)), step = 2e-2;
            float[] values = trainable.Values.ToArray();
            double Loss(double along)
            {
                trainable.CopyFrom([.. values.Select((value, at) => (float)(value + (along * gradient[at] / norm)))]);
                return model.Forward(batch, trains: true);
            }

            double found = (Loss(step) - Loss(-step)) / (2 * step);
            trainable.CopyFrom(values);
            Assert.True(Math.Abs(found - norm) < 0.02 * norm + 1e-5, $"{trainable.Name}: {found} by differences, {norm} by the backward pass");
        }
    }

    [Fact]
    public void The_table_of_words_learns_which_words_go_together()
    {
        var table = new WordForWord([Of("the house", "das haus"), Of("the book", "das buch"), Of("a book", "ein buch")]);
        Assert.Equal(["ein", "haus", "boat"], table.Translate(["a", "house", "boat"]));

        static Pair Of(string source, string target) => new(source.Split(' '), target.Split(' '));
    }

    [Fact]
    public void Sentences_become_lower_words_and_punctuation()
        => Assert.Equal(["don't", "go", ",", "åsa", "!"], Pair.Words("Don't  go, Åsa!"));

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("Go.\tGå.\nWho?", "line 2: a sentence, a tab and its translation")]
    [InlineData("Go.\t--", "line 1: a sentence")]
    public void Damaged_lines_are_named(string text, string message)
    {
        string path = Path.Combine(_folder, "train.tsv");
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<InputException>(() => Pair.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_that_are_too_long_are_refused()
    {
        var words = new Vocabulary(["a"]);
        using var model = new Translator(4, 4, 1, 3, 4, 0, 0, 1, 1);
        var beam = new Beam(model, words, words, 2);
        Assert.Throws<InputException>(() => beam.Translate([]));
        Assert.Contains("1 to 3 words", Assert.Throws<InputException>(() => beam.Translate(["a", "a", "a", "a"])).Message, StringComparison.Ordinal);
        Assert.InRange(beam.Translate(["a", "b"]).Words.Length, 0, 9);
    }
}
