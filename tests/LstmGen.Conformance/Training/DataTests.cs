using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Data and options that do not fit are refused before training starts.</summary>
public sealed class DataTests
{
    private static readonly float[] Numbers = TrainingCase.Series(100);

    [Fact]
    public void DataOfOtherSizesAreRefused()
    {
        AssertRefused(Windows(columns: 1, batch: 4), "The training data have 1 inputs and 1 targets; 2 and 2 were expected for 2 inputs, 3 x 3 units, 2 outputs");
        AssertRefused(
            new SeriesWindows(Numbers, 2, SeriesPart.All(100), new() { Steps = 5, TargetColumns = [0] }),
            "The training data have 2 inputs and 1 targets; 2 and 2 were expected");
        AssertRefused(Windows(2, 4), "The validation data have 32 batches of 3 sequences and 5 steps; at least 1 of 4 sequences and at most 5 steps was expected.", Windows(2, 3));
    }

    [Fact]
    public void OptionsThatContradictAreRefused()
    {
        TrainerOptions sound = new() { Loss = LstmLoss.MeanSquared };
        AssertRefused(Windows(2, 4), "Patience is set without validation data", options: sound with { Patience = 3 });
        AssertRefused(Windows(2, 4), "CheckpointSteps is set without CheckpointPath", options: sound with { CheckpointSteps = 3 });
        AssertRefused(Windows(2, 4), "ClipNorm must be a finite float above 0.", options: sound with { ClipNorm = 0 });
        AssertRefused(Windows(2, 4), "MinImprovement must be a finite float of at least 0.", options: sound with { MinImprovement = -1 });
        AssertRefused(Windows(2, 4), "Optimizer gave null", options: sound with { Optimizer = _ => null! });
    }

    private static SeriesWindows Windows(int columns, int batch)
        => new(Numbers.AsMemory(0, 100 * columns), columns, SeriesPart.All(100), new SeriesWindowOptions { Steps = 5, Batch = batch });

    private static void AssertRefused(LstmBatches training, string message, LstmBatches? validation = null, TrainerOptions? options = null)
    {
        var error = Assert.ThrowsAny<ArgumentException>(
            () => new Trainer<I2H3L3O2>(training, options ?? new TrainerOptions { Loss = LstmLoss.MeanSquared }, validation));
        Assert.StartsWith(message, error.Message);
    }
}
