using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>What a batch takes from those who fill it, and what it refuses.</summary>
public sealed class BatchTests
{
    [Fact]
    public void StepsThatNoRowHasAreCutAndWhatLiesPastALengthDoesNotCount()
    {
        LstmBatch batch = Open(rows: 3, steps: 5);
        batch.Lengths[0] = 2;
        batch.Lengths[1] = 4;
        batch.Lengths[2] = 0;
        batch.MaskOf(0, 1) = 0.5f;

        double weight = batch.Close(0);

        Assert.Equal(4, batch.Steps);
        Assert.True(batch.IsRagged);
        Assert.Equal([1, 0.5f, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0], batch.Mask.ToArray());
        Assert.Equal(5.5, weight);
    }

    [Fact]
    public void OpeningForgetsWhatTheLastBatchSet()
    {
        LstmBatch batch = Open(rows: 2, steps: 3);
        batch.Shorten(1);
        batch.Mask.Clear();
        batch.Lengths[1] = 0;
        batch.Open();

        Assert.Equal(6, batch.Close(0));
        Assert.False(batch.IsRagged);
        Assert.Equal([3, 3], batch.Lengths.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void ALengthOutOfRangeIsRefused(int length)
    {
        LstmBatch batch = Open(rows: 2, steps: 3);
        batch.Lengths[1] = length;
        var error = Assert.Throws<InvalidOperationException>(() => batch.Close(7));
        Assert.Equal($"Batch 7: the length of row 1 is {length}; 0 to 3 were expected.", error.Message);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 2)]
    [InlineData(0, -1)]
    public void StepsAndRowsThatAreNotThereAreRefused(int step, int row)
    {
        LstmBatch batch = Open(rows: 2, steps: 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Input(step, row).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Target(step, row).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.MaskOf(step, row));
    }

    [Fact]
    public void ABatchWithoutAStepThatCountsIsRefused()
    {
        LstmBatch batch = Open(rows: 2, steps: 3);
        batch.Lengths.Clear();
        var error = Assert.Throws<InvalidOperationException>(() => batch.Close(7));
        Assert.Equal("Batch 7: the mask sums to 0; at least one step that counts was expected.", error.Message);
    }

    [Fact]
    public void OnlyTheLastStepsOfARowCountWhereAskedFor()
    {
        LstmBatch batch = Open(rows: 2, steps: 4);
        batch.Lengths[0] = 3;
        batch.ScoreLast(0, 1);
        batch.ScoreLast(1, 2);
        batch.Close(0);
        Assert.Equal([0, 0, 0, 0, 1, 1, 0, 1], batch.Mask.ToArray());
    }

    [Fact]
    public void OfSequencesThereIsOneTargetEach()
    {
        LstmBatch batch = Open(rows: 3, steps: 4, ofSequences: true);
        batch.Lengths[0] = 2;
        batch.Lengths[1] = 0;
        batch.ScoreLast(0, 1);
        batch.Target(2)[0] = 7;
        batch.MaskOf(0) = 0.5f;
        batch.MaskOf(1) = 3;
        double weight = batch.Close(0);

        Assert.True(batch.IsOfSequences);
        Assert.Equal(4, batch.Steps);
        Assert.Equal(3 * 4 * 2, batch.Inputs.Length);
        Assert.Equal([0.5f, 0, 1], batch.Mask.ToArray());
        Assert.Equal([0, 0, 7], batch.Targets.ToArray());
        Assert.Equal(1.5, weight);
        var error = Assert.Throws<InvalidOperationException>(() => batch.Target(1, 0).Length);
        Assert.Contains("Target(row)", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => batch.MaskOf(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Target(3).Length);
    }

    /// <summary>Data that write one target each serve models of both kinds.</summary>
    [Fact]
    public void TheTargetOfASequenceIsThatOfItsLastStep()
    {
        LstmBatch batch = Open(rows: 2, steps: 4);
        batch.Lengths[0] = 2;
        batch.Target(0)[0] = 7;
        batch.MaskOf(1) = 5;
        Assert.Equal(7, batch.Target(1, 0)[0]);
        Assert.Equal(5, batch.MaskOf(3, 1));
        batch.Lengths[0] = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Target(0).Length);
    }

    private static LstmBatch Open(int rows, int steps, bool ofSequences = false)
    {
        var batch = new LstmBatch(rows, steps, inputSize: 2, targetSize: 1, ofSequences);
        batch.Open();
        return batch;
    }
}
