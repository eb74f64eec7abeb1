using LstmGen.Samples.HeartBeats;
using LstmGen.Training;

namespace LstmGen.Samples.Tests.HeartBeats;

/// <summary>The sample of heart beats: on its own set in short, its file, and damaged inputs.</summary>
public sealed class HeartBeatsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("beats").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_beats_the_nearest_neighbour_on_beats_it_has_not_seen_and_its_file_is_the_model()
    {
        Beat[] beats = Beat.Synthetic(200, seed: 1), unseen = Beat.Synthetic(200, seed: 2);
        int[] labels = [.. unseen.Select(beat => beat.Label)];
        LstmParameters weights = Classifier.Train(beats, epochs: 100, seed: 1, threads: 1, CancellationToken.None);
        int[] heard = new BeatMonitor(new BeatModel(LstmWeights.From(weights))).Listen(unseen);
        double lstm = ClassificationScores.Accuracy(labels, heard), nearest = ClassificationScores.Accuracy(labels, Classifier.Nearest(beats, unseen));
        Assert.True(lstm > nearest, $"LSTM {lstm}, nearest neighbour {nearest}");
        Assert.True(lstm > 0.9, $"LSTM {lstm}");

        string path = Path.Combine(_folder, "model.safetensors");
        BeatModel.Save(path, weights);
        Assert.Equal(heard, new BeatMonitor(BeatModel.Load(path)).Listen(unseen));
        Assert.Equal(weights.ToTensors().Select(tensor => tensor.ToFloats()), Classifier.Train(beats, 100, 1, threads: 2, CancellationToken.None).ToTensors().Select(tensor => tensor.ToFloats()));
    }

    [Fact]
    public void A_part_has_as_much_of_every_class_as_can_be()
    {
        Beat[] beats = Beat.Synthetic(203, seed: 3);
        int[] part = Classifier.Parts(beats, 5, seed: 1);
        Assert.All(Enumerable.Range(0, 5), label =>
        {
            int[] counts = [.. Enumerable.Range(0, 5).Select(p => beats.Where((beat, n) => beat.Label == label && part[n] == p).Count())];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        });
        Assert.NotEqual(part, Classifier.Parts(beats, 5, seed: 2));
    }

    [Fact]
    public void The_monitor_answers_after_the_last_sample_of_a_beat_and_allocates_nothing()
    {
        var monitor = new BeatMonitor(new BeatModel(LstmWeights.Random(1)));
        int?[] answers = [.. Enumerable.Range(0, 2 * Beat.Length).Select(n => monitor.Push(n % 7))];
        Assert.Equal([Beat.Length - 1, (2 * Beat.Length) - 1], Enumerable.Range(0, answers.Length).Where(n => answers[n] is not null));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int n = 0; n < Beat.Length; n++)
        {
            monitor.Push(0);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("1,2,3\n", "beat 1: 3 numbers; 140 samples and a class were expected")]
    [InlineData("#6\n", "beat 1: class 6; one from 1 to 5 was expected")]
    [InlineData("#1\n#1.5\n", "beat 2: class 1.5; one from 1 to 5 was expected")]
    [InlineData("#x\n", "beat 1, column 141: \"x\" was found; a finite number was expected")]
    [InlineData("#NaN\n", "beat 1, column 141: \"NaN\" was found; a finite number was expected")]
    [InlineData("#1\n", "1 beats; at least 5 were expected")]
    public void Damaged_beats_are_refused(string content, string message)
    {
        string path = Path.Combine(_folder, "train.csv");
        File.WriteAllText(path, content.Replace("#", string.Concat(Enumerable.Repeat("0.5,", Beat.Length)), StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<InputException>(() => Beat.Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal(2, new SampleCommand(Job.Description, Job.Data, Job.Epochs).Run(["--data", _folder], Job.Run));
    }

    [Fact]
    public void A_file_of_other_beats_is_refused()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        LstmGen.Formats.SafetensorsWriter.Write(path, LstmWeights.Random(1).Bind(BeatModel.Shape).ToTensors(), [new("beats", "139")]);
        Assert.Contains("the metadata say beats \"139\"; 140", Assert.Throws<LstmFormatException>(() => BeatModel.Load(path)).Message, StringComparison.Ordinal);
    }
}
