using System.CommandLine;
using LstmGen.Samples;
using LstmGen.Samples.Names;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.Names;

/// <summary>The tagger on its own small set, its file, and what it refuses.</summary>
public sealed class NamesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("names").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_small_set_is_learnt_and_the_file_is_the_model()
    {
        Sentence[] unseen = MadeUp.Sentences(seed: 2, 100, unseen: true);
        string[][] words = [.. unseen.Select(sentence => sentence.Words)];
        string path = Path.Combine(_folder, "names.safetensors");
        string[][] found;
        using (Model model = Model.Train(MadeUp.Sentences(seed: 1, 400, unseen: false), Run(epochs: 4)))
        {
            found = model.Tag(words);
            model.Save(path);
        }

        EntityScore score = unseen.Zip(found).Aggregate(default(EntityScore), (sum, pair) => sum.With(pair.First.Tags, pair.Second));
        Assert.InRange(score.F1, 85, 100);
        using Model loaded = Model.Load(Run(epochs: 1, path));
        Assert.Equal(found, loaded.Tag(words));
        Assert.Equal(found[..3], loaded.Tag(words[..3])); // in whatever company a sentence is
        Assert.All(found, tags => Assert.All(tags.Index(), one =>
            Assert.True(one.Item[0] != 'I' || (one.Index > 0 && tags[one.Index - 1] != "O" && tags[one.Index - 1][2..] == one.Item[2..]), "a name goes on that did not begin")));
    }

    [Fact]
    public void Gradients_of_the_whole_model_are_those_of_its_loss()
    {
        string[] tags = ["O", "B-x", "I-x"];
        const int Vectors = 30, Features = Vocabulary.Features;
        var random = new Random(1);
        var data = new LstmSequences(
            [.. new[] { new float[] { 0, 1, 2, 2, 0 }, [1, 0], [1, 2, 0, 1] }.Select(right => new LstmSequence(
                Enumerable.Range(0, right.Length * Features).Select(_ => (float)random.Next(Features + 1, Vectors)).ToArray(), right))],
            batch: 3, Features, targetSize: 1);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        using var model = new Tagger(3, 5, tags, [.. Enumerable.Repeat(2f, Vectors)], seed: 1, threads: 1);
        double Loss()
        {
            model.Pass = 5; // of a pass dropout and what is taken for unknown are the same each time
            return model.Forward(batch, trains: true);
        }

        Loss();
        model.Backward();
        float[][] gradients = [.. model.Trainables.Select(trainable => trainable.Gradients.ToArray())];
        foreach ((int index, LstmTrainable trainable) in model.Trainables.Index())
        {
            Assert.Contains(gradients[index], gradient => gradient != 0);
            foreach (int at in Enumerable.Range(0, trainable.Count).OrderByDescending(at => Math.Abs(gradients[index][at])).Take(3))
            {
                const float Step = 1e-2f;
                float[] values = trainable.Values.ToArray();
                double Moved(float by)
                {
                    float[] moved = [.. values];
                    moved[at] += by;
                    trainable.CopyFrom(moved);
                    return Loss();
                }

                double slope = (Moved(Step) - Moved(-Step)) / (2 * Step);
                trainable.CopyFrom(values);
                Assert.True(Math.Abs(slope - gradients[index][at]) < 2e-3 * Math.Max(0.05, Math.Abs(slope)), $"{trainable.Name}[{at}]: {gradients[index][at]}, by differences {slope}");
            }
        }
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        string path = Path.Combine(_folder, "other.safetensors");
        LstmWeights.Random(1).Bind(Context.Shape).Save(path);
        Assert.Equal(
            $"{path}: the metadata have no 'tags'; a file that this sample saved was expected.",
            Assert.Throws<LstmFormatException>(() => Model.Load(Run(1, path))).Message);
    }

    [Theory]
    [InlineData("word O", "line 1: 'word O' was found")]
    [InlineData("a\tO\nb\tX-person", "line 2: 'b\tX-person' was found")]
    [InlineData("a\tB-\n", "line 1: 'a\tB-' was found")]
    [InlineData("a\tO\n\nb\tI-person", "line 3: 'b\tI-person' was found")]
    [InlineData("a\tB-place\nb\tI-person", "line 2: 'b\tI-person' was found")]
    [InlineData("\n\n", "there is no sentence; one or more were expected.")]
    public void Files_that_are_no_sentences_are_refused(string text, string message)
    {
        string path = Path.Combine(_folder, "damaged.conll");
        File.WriteAllText(path, text);
        Assert.Contains(message, Assert.Throws<InputException>(() => Sentence.Read(path)).Message);
    }

    [Fact]
    public void Sentences_are_read_as_they_are()
    {
        string path = Path.Combine(_folder, "fine.conll");
        File.WriteAllText(path, "New\tB-place\r\nYork\tI-place\r\n\t\r\n\r\nYes\tO\n\n");
        Assert.Equal([["New", "York"], ["Yes"]], Sentence.Read(path).Select(sentence => sentence.Words));
    }

    [Fact]
    public void A_name_counts_where_its_words_and_its_kind_are_right()
    {
        string[] right = ["B-person", "I-person", "O", "B-place", "B-place", "O"];
        Assert.Equal(new EntityScore(3, 3, 3), default(EntityScore).With(right, right));
        Assert.Equal(new EntityScore(1, 3, 3), default(EntityScore).With(right, ["B-person", "O", "O", "B-place", "I-person", "O"]));
        Assert.Equal(new EntityScore(0, 1, 1), default(EntityScore).With(right, ["B-person", "O", "O", "B-place", "O", "O"], "person"));
        Assert.Equal(2 * 100 * 1.0 / 6, new EntityScore(1, 3, 3).F1, 1e-12);
        Assert.Equal(0, default(EntityScore).F1);
    }

    private static SampleRun Run(int epochs, string? load = null)
        => new(new RootCommand().Parse([]), CancellationToken.None) { Seed = 1, Threads = 2, Epochs = epochs, Load = load };
}
