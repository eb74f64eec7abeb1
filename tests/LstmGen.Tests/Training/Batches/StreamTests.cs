using FsCheck;
using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>One long sequence as parallel streams.</summary>
public sealed class StreamTests
{
    /// <summary>A text of n tokens and one more, in so many rows, so many steps a batch.</summary>
    public sealed record Trial(int Rows, int Steps, int N)
    {
        public static Arbitrary<Trial> Arbitrary() =>
            (from rows in Gen.Choose(1, 7)
             from steps in Gen.Choose(1, 9)
             from n in Gen.Choose(rows, rows + 60)
             select new Trial(rows, steps, n)).ToArbitrary();
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(Trial)])]
    public void EveryPositionIsReadOnceAndARowGoesOnWhereItEnded(Trial trial)
    {
        int[] tokens = [.. Enumerable.Range(0, trial.N + 1)];
        var data = new LstmTokens(tokens, tokens.Length, trial.Rows, trial.Steps);
        var batch = new LstmBatch(data);
        var streams = Enumerable.Range(0, trial.Rows).Select(_ => new List<int>()).ToArray();
        for (int index = 0; index < data.Count; index++)
        {
            batch.Read(data, index);
            for (int row = 0; row < trial.Rows; row++)
            {
                for (int step = 0; step < batch.Lengths[row]; step++)
                {
                    int token = batch.Input(step, row).IndexOf(1f);
                    Assert.Equal(1f, batch.Input(step, row).ToArray().Sum());
                    Assert.Equal(token + 1, batch.Target(step, row)[0]);
                    streams[row].Add(token);
                }
            }
        }

        Assert.True(data.CarriesState);
        Assert.Equal(Enumerable.Range(0, trial.N), streams.SelectMany(stream => stream));
        Assert.True(streams.Max(stream => stream.Count) - streams.Min(stream => stream.Count) <= 1);
    }

    [Fact]
    public void ATokenOutOfRangeIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => new LstmTokens(new[] { 0, 1, 3 }, vocabulary: 3, batch: 1, steps: 2));
        Assert.StartsWith("Token 2 is 3; 0 to 2 were expected.", error.Message);
    }

    [Fact]
    public void FewerPositionsThanStreamsAreRefused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new LstmTokens(new[] { 0, 1, 2 }, vocabulary: 3, batch: 3, steps: 2));
}
