using LstmGen.Samples;
using LstmGen.Training;

namespace LstmGen.Tests.Samples.Frame;

public sealed class TrainingBarTests
{
    [Fact]
    public void RedirectedItIsALineForEachEpoch()
    {
        using var output = new StringWriter();
        using (var bar = new TrainingBar(output, terminal: false, width: 0))
        {
            foreach (TrainingProgress step in Training(validation: [0.5, 0.25, 0.75]))
            {
                bar.Report(step);
            }
        }

        Assert.Equal(
            ["epoch 1/3  loss 0.125      validation 0.5        best so far", "epoch 2/3  loss 0.125      validation 0.25       best so far", "epoch 3/3  loss 0.125      validation 0.75", ""],
            output.ToString().Split(Environment.NewLine));
    }

    [Fact]
    public void OnATerminalTheBarIsWithinTheLineAndGoneAtTheEnd()
    {
        const int Width = 60;
        using var output = new StringWriter();
        using (var bar = new TrainingBar(output, terminal: true, Width))
        {
            foreach (TrainingProgress step in Training([0.5]).SkipLast(1))
            {
                bar.Report(step); // cancelled before the epoch ends
            }
        }

        string[] parts = output.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("█", parts[0], StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Equal(Width - 1, part.Length));
        Assert.True(string.IsNullOrWhiteSpace(parts[^1]), parts[^1]);
        Assert.DoesNotContain("\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBarIsAsFullAsTheEpoch()
    {
        TrainingProgress[] steps = [.. Training([0.5])];
        Assert.Equal([6, 12, 18, 24], steps.Select(step => TrainingBar.Bar(step).Count(letter => letter == '█')));
        Assert.All(steps, step => Assert.Equal(24, TrainingBar.Bar(step).Count(letter => letter is '█' or '░')));
    }

    private static IEnumerable<TrainingProgress> Training(double[] validation)
        => from epoch in Enumerable.Range(1, validation.Length)
           from batch in Enumerable.Range(1, 4)
           select new TrainingProgress
           {
               Epoch = epoch, Epochs = validation.Length, Batch = batch, Batches = 4, Step = batch, Loss = 0.1, TrainingLoss = 0.125, LearningRate = 0.001f,
               ValidationLoss = batch == 4 ? validation[epoch - 1] : null,
               BestLoss = validation[..epoch].Min(),
           };
}
