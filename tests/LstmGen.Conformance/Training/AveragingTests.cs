using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>Averaged weights and steps of several batches, against loops that are written out.</summary>
public sealed class AveragingTests
{
    private static readonly TrainerOptions Options = new()
    {
        Loss = LstmLoss.MeanSquared, Optimizer = trainables => new Sgd(trainables, new SgdOptions { LearningRate = 0.1f }), Epochs = 3, Seed = 5,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheWeightsThatRemainAreTheAverageOfThoseOfTheSteps(bool validates)
    {
        (LstmBatches training, LstmBatches validation) = TrainingCase.Data("sequences");
        using var trainer = new Trainer<I2H3L3O2>(training, Options with { AverageDecay = 0.7f }, validates ? validation : null);
        double[] average = [.. Values(trainer.Parameters)], best = [];
        double bestLoss = double.PositiveInfinity;
        trainer.Run(new OnStep(now =>
        {
            if (trainer.Finished)
            {
                return; // the weights are the averaged ones now; those of the last step are in the check below
            }

            double kept = Math.Min(0.7f, (1.0 + now.Step) / (10.0 + now.Step));
            float[] weights = Values(trainer.Parameters);
            for (int index = 0; index < average.Length; index++)
            {
                average[index] = (kept * average[index]) + ((1 - kept) * weights[index]);
            }

            Assert.All(Values(trainer.CopyParameters()), (value, index) => Assert.Equal(average[index], value, 1e-5));
            Assert.Equal(weights, Values(trainer.Parameters));
            if (now.ValidationLoss < bestLoss)
            {
                (bestLoss, best) = (now.ValidationLoss.Value, [.. average]);
            }
        }));
        using var plain = new Trainer<I2H3L3O2>(training, Options);
        plain.Run();
        double last = Math.Min(0.7f, (1.0 + plain.Steps) / (10.0 + plain.Steps));
        float[] end = Values(plain.Parameters), found = Values(trainer.Parameters);
        double[] averageOfAll = [.. average.Select((value, index) => (last * value) + ((1 - last) * end[index]))];
        double[] expected = trainer.BestLoss is double least && least >= bestLoss ? best : averageOfAll;
        Assert.All(found, (value, index) => Assert.Equal(expected[index], value, 1e-5));
        Assert.True(found.Zip(end).Max(pair => MathF.Abs(pair.First - pair.Second)) > 1e-3); // not the last weights
    }

    [Fact]
    public void AStepOfTwoBatchesIsThatOfOneTwiceAsLarge()
    {
        float[] series = TrainingCase.Series(300);
        LstmSequence[] sequences = [.. Enumerable.Range(0, 27).Select(n =>
            new LstmSequence(series.AsMemory(20 * n, 2 * (1 + (n % 7))), series.AsMemory((20 * n) + 2, 2 * (1 + (n % 7)))))];
        using var large = new Trainer<I2H3L3O2>(new LstmSequences(sequences, 10, 2, 2), Options);
        using var small = new Trainer<I2H3L3O2>(new LstmSequences(sequences, 5, 2, 2), Options with { AccumulateBatches = 2 });
        while (!large.Finished)
        {
            TrainingProgress one = large.Step(TestContext.Current.CancellationToken), other = small.Step(TestContext.Current.CancellationToken);
            Assert.Equal((one.Epoch, one.Step, one.EndsEpoch), (other.Epoch, other.Step, other.EndsEpoch));
            Assert.Equal(one.Loss, other.Loss, 1e-6);
        }

        Assert.True(small.Finished);
        Assert.All(Values(large.Parameters).Zip(Values(small.Parameters)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static float[] Values(LstmParameters parameters) => [.. parameters.ToTensors().SelectMany(tensor => tensor.ToFloats())];
}
