using LstmGen.Samples.Sentiment;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.Sentiment;

/// <summary>The sample of sentiment: on its own sentences in short, its file, words, and damaged inputs.</summary>
public sealed class SentimentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sentiment").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Models_hear_what_a_word_turns_around_and_their_file_is_they()
    {
        Sentence[] train = Sentence.Synthetic(2000, seed: 1), unseen = Sentence.Synthetic(200, seed: 2);
        Classifier classifier = Classifier.Train(train, 2, 12, seed: 1, threads: 1, progress: null, CancellationToken.None);
        var words = Words.Of(train);
        var bayes = new NaiveBayes(train, words);
        double right = unseen.Average(one => classifier.Score(one.Text) > 0 == one.Praises ? 1.0 : 0);
        double baseline = unseen.Average(one => bayes.Score(words.Encode(one.Text)) > 0 == one.Praises ? 1.0 : 0);
        Assert.True(right > 0.9 && right > baseline, $"{right}, naive Bayes {baseline}");

        string path = Path.Combine(_folder, "model.safetensors");
        classifier.Save(path);
        var loaded = Classifier.Load(path);
        Assert.Equal(2, loaded.Count);
        Assert.All(unseen, one => Assert.Equal(classifier.Score(one.Text), loaded.Score(one.Text)));
    }

    [Fact]
    public void Words_are_cut_as_people_write_them()
    {
        Assert.Equal(["it", "do", "not", "work", "!", "0", "phon"], Words.Split("It doesn't WORKED! 20 phones").Select(word => word == "doe" ? "do" : word));
        Assert.Equal(["not", "real", "loud", "?"], Words.Split("not really loud?"));
        Assert.Empty(Words.Split("... --"));
        var words = Words.Of([new("good good bad", true), new("good", true)]);
        Assert.Equal([1, 0, 1], words.Encode("good bad good"));
        Assert.Equal([0], words.Encode("..."));
        Assert.Equal("good", words.ToString());
    }

    [Fact]
    public void Naive_Bayes_is_that_of_its_formula()
    {
        Sentence[] sentences = [new("good film", true), new("good good", true), new("bad film", false)];
        var words = Words.Of([.. sentences, .. sentences]);
        var bayes = new NaiveBayes(sentences, words);
        double good = Math.Log(3 / 4.0) - Math.Log(1 / 3.0), film = Math.Log(2 / 4.0) - Math.Log(2 / 3.0), prior = Math.Log(3 / 2.0);
        Assert.Equal(prior + good + film, bayes.Score(words.Encode("good good film unheard")), 1e-12);
    }

    [Theory]
    [InlineData("good\t1\nbad 0\n", "sentence 2: the label is \"\"; a tab and 0 or 1 were expected after the sentence")]
    [InlineData("good\t1\nbad\t2\n", "sentence 2: the label is \"2\"; a tab and 0 or 1 were expected after the sentence")]
    [InlineData("good\t1\n", "1 sentences; at least 2 were expected")]
    public void Damaged_sentences_are_refused(string content, string message)
    {
        string path = Path.Combine(_folder, "amazon_cells_train.tsv");
        File.WriteAllText(path, content);
        Assert.Contains(message, Assert.Throws<InputException>(() => Sentence.Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Job.Command.Run(["--data", _folder], Job.Run));
    }

    [Fact]
    public void A_file_without_its_words_is_refused()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        LstmWeights.Random(1).Bind(SentimentModel.Shape).Save(path);
        Assert.Contains("the metadata have no vocabulary", Assert.Throws<LstmFormatException>(() => Classifier.Load(path)).Message, StringComparison.Ordinal);
    }
}
