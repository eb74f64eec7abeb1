using FsCheck.Fluent;
using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>One long sequence as parallel streams.</summary>
public sealed class StreamTests
{
    [Fact]
    public void EveryPositionIsReadOnceAndARowGoesOnWhereItEnded()
        => Properties.Check(
            Gen.Choose(1, 7).SelectMany(rows => Gen.Choose(1, 9).SelectMany(steps => Gen.Choose(rows, rows + 60).Select(n => (rows, steps, n)))),
            cases: 300,
            trial =>
            {
                int[] tokens = [.. Enumerable.Range(0, trial.n + 1)];
                var data = new LstmTokens(tokens, tokens.Length, trial.rows, trial.steps);
                var batch = new LstmBatch(data);
                var streams = Enumerable.Range(0, trial.rows).Select(_ => new List<int>()).ToArray();
                for (int index = 0; index < data.Count; index++)
                {
                    batch.Read(data, index);
                    for (int row = 0; row < trial.rows; row++)
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
                Assert.Equal(Enumerable.Range(0, trial.n), streams.SelectMany(stream => stream));
                Assert.True(streams.Max(stream => stream.Count) - streams.Min(stream => stream.Count) <= 1);
            });

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
