using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>Independent sequences: each comes once in a pass, in an order that the key alone decides.</summary>
public sealed class ExamplesTests
{
    /// <summary>Examples in batches of so many rows, in the order of a key, or of the examples where it is below 0.</summary>
    public sealed record Trial(int Examples, int Batch, int Key)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from examples in Gen.Choose(1, 40)
             from batch in Gen.Choose(1, 9)
             from key in Gen.Choose(-1, 1000)
             select new Trial(examples, batch, key)).ToArbitrary();
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(Trial)])]
    public void EachExampleComesOnceInAPassWhateverTheKey(Trial trial)
    {
        LstmSequences data = Numbered(trial.Examples, trial.Batch);
        List<int> order = Pass(data, trial.Key < 0 ? null : (ulong)trial.Key);
        Assert.Equal((trial.Examples + trial.Batch - 1) / trial.Batch, data.Count);
        Assert.Equal(Enumerable.Range(0, trial.Examples), order.Order());
    }

    [Fact]
    public void TheKeyAloneDecidesTheOrder()
    {
        LstmSequences data = Numbered(50, 8), again = Numbered(50, 8);
        List<int> first = Pass(data, 1), second = Pass(data, 2);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Pass(again, 1));
        Assert.Equal(first, Pass(data, 1));
        Assert.Equal(Enumerable.Range(0, 50), Pass(data, null));
    }

    [Fact]
    public void ASequenceIsWrittenToItsRowWithItsLengthAndTargets()
    {
        var perStep = new LstmSequence(new float[] { 1, 2, 3, 4 }, new float[] { 10, 20 });
        var lastOnly = new LstmSequence(new float[] { 5, 6, 7, 8, 9, 10 }, new float[] { 30 });
        var data = new LstmSequences([perStep, lastOnly], batch: 2, inputSize: 2, targetSize: 1);
        LstmBatch batch = Fill(data, 0);

        Assert.Equal([2, 3], batch.Lengths.ToArray());
        Assert.Equal([1, 2, 5, 6, 3, 4, 7, 8, 9, 10], [.. batch.Inputs[..8], .. batch.Input(2, 1)]);
        Assert.Equal([1, 0, 1, 0, 0, 1], batch.Mask.ToArray());
        Assert.Equal((10f, 20f, 30f), (batch.Target(0, 0)[0], batch.Target(1, 0)[0], batch.Target(2, 1)[0]));
    }

    [Theory]
    [InlineData(3, 1, "Sequence 0 has 3 inputs; a multiple of the 2 features of a sample was expected.")]
    [InlineData(0, 1, "Sequence 0 has 0 inputs; a multiple of the 2 features of a sample was expected.")]
    [InlineData(6, 2, "Sequence 0 has 2 targets; [3, 1] for each step or [1] for the last were expected.")]
    public void LengthsThatDoNotFitAreRefused(int inputs, int targets, string message)
    {
        var sequence = new LstmSequence(new float[inputs], new float[targets]);
        var error = Assert.Throws<ArgumentException>(() => new LstmSequences([sequence], 1, inputSize: 2, targetSize: 1));
        Assert.StartsWith(message, error.Message);
    }

    private static LstmSequences Numbered(int examples, int batch)
        => new([.. Enumerable.Range(0, examples).Select(n => new LstmSequence(new float[] { n }, new float[] { -n }))], batch, 1, 1);

    private static LstmBatch Fill(LstmBatches data, int index)
    {
        var batch = new LstmBatch(data);
        batch.Read(data, index);
        return batch;
    }

    private static List<int> Pass(LstmBatches data, ulong? key)
    {
        var order = new List<int>();
        var batch = new LstmBatch(data);
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index, key);
            for (int row = 0; row < batch.Rows; row++)
            {
                if (batch.Lengths[row] > 0)
                {
                    order.Add((int)batch.Input(0, row)[0]);
                }
            }
        }

        return order;
    }
}
