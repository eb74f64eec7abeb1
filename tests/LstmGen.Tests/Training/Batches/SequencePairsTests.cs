using LstmGen.Training;

namespace LstmGen.Tests.Training.Batches;

/// <summary>Batches whose targets are sequences of lengths of their own, and batches read as tokens.</summary>
public sealed class SequencePairsTests
{
    private static readonly LstmSequence[] Pairs =
    [
        new(new float[] { 1, 2, 3 }, new float[] { 7 }),
        new(new float[] { 4 }, new float[] { 8, 9, 6, 5 }) { Mask = new float[] { 1, 0.5f, 0, 2 } },
        new(new float[] { 5, 6 }, new float[] { 0, 1 }),
    ];

    [Fact]
    public void ARowHasBothLengths()
    {
        var data = new LstmSequencePairs(Pairs, batch: 2, inputSize: 1, targetSize: 1);
        Assert.Equal((2, 3, 4), (data.Count, data.Steps, data.TargetSteps));
        var batch = new LstmBatch(data);
        Assert.Equal(1 + 1 + 0.5 + 2, batch.Read(data, 0));
        Assert.True(batch.HasTargetSequences && !batch.IsOfSequences);
        Assert.Equal((3, 4), (batch.Steps, batch.TargetSteps));
        Assert.Equal([3, 1], batch.Lengths.ToArray());
        Assert.Equal([1, 4], batch.TargetLengths.ToArray());
        Assert.Equal([1, 1, 0, 0.5f, 0, 0, 0, 2], batch.Mask.ToArray());
        var (inputs, targets) = (new int[6], new int[8]);
        batch.ReadTokens(10, inputs, padding: 9);
        batch.ReadTargetTokens(10, targets, padding: 3);
        Assert.Equal([1, 4, 2, 9, 3, 9], inputs);
        Assert.Equal([7, 8, 3, 9, 3, 6, 3, 5], targets);
    }

    [Fact]
    public void ALastBatchIsAsLongAsItsRowsAndAnEmptyRowHasNoTargets()
    {
        var data = new LstmSequencePairs(Pairs, batch: 2, inputSize: 1, targetSize: 1);
        var batch = new LstmBatch(data);
        batch.Read(data, 0);
        Assert.Equal(2, batch.Read(data, 1));
        Assert.Equal((2, 2), (batch.Steps, batch.TargetSteps));
        Assert.Equal([2, 0], batch.TargetLengths.ToArray());
        Assert.Equal([1, 0, 1, 0], batch.Mask.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Target(2, 0));
    }

    [Fact]
    public void WhatCannotBeUsedIsNamed()
    {
        Assert.Contains("no pair", Refused(), StringComparison.Ordinal);
        Assert.Contains("Pair 1 has 0 inputs", Refused(Pairs[0], new(Array.Empty<float>(), new float[1])), StringComparison.Ordinal);
        Assert.Contains("Pair 0 has 0 targets", Refused(new LstmSequence(new float[1], Array.Empty<float>())), StringComparison.Ordinal);
        Assert.Contains("input of pair 0, step 1, column 0 is NaN", Refused(new LstmSequence(new[] { 0, float.NaN }, new float[1])), StringComparison.Ordinal);
        Assert.Contains("target of pair 0, step 0, column 0 is", Refused(new LstmSequence(new float[1], new[] { float.PositiveInfinity })), StringComparison.Ordinal);
        Assert.Contains("mask of 1;", Refused(Pairs[0], Pairs[1] with { Mask = new float[1] }), StringComparison.Ordinal);
        Assert.Contains("0 throughout", Refused(Pairs[0] with { Mask = new float[1] }), StringComparison.Ordinal);
        _ = new LstmSequencePairs([new(new float[1], new[] { float.NaN, 1 }) { Mask = new float[] { 0, 1 } }], 1, 1, 1); // is not looked at
    }

    [Fact]
    public void LengthsOutOfRangeAndTokensThatAreNoneAreRefused()
    {
        var batch = new LstmBatch(new Own((1, 5)));
        Assert.Contains("target length of row 0 is 5", Assert.Throws<InvalidOperationException>(() => batch.Read(new Own((1, 5)), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("in sequences of 3", Assert.Throws<ArgumentException>(() => batch.Read(new Own((1, 3)), 0)).Message, StringComparison.Ordinal);
        batch.Read(new Own((1, 4)), 0);
        batch.Target(3, 0)[0] = 1.5f;
        Assert.Contains("target of row 0, step 3, column 0 is 1.5", Assert.Throws<InvalidOperationException>(() => batch.ReadTargetTokens(3, new int[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => batch.ReadTargetTokens(3, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.ReadTokens(3, new int[1], column: 1));
    }

    private static string Refused(params LstmSequence[] pairs) => Assert.Throws<ArgumentException>(() => new LstmSequencePairs(pairs, 1, 1, 1)).Message;

    private sealed class Own((int Length, int Targets) row) : LstmBatches(1, 3, 1, 1, targetSteps: row.Targets > 4 ? 4 : row.Targets)
    {
        public override int Count => 1;

        public override void Fill(int index, LstmBatch batch)
        {
            batch.Lengths[0] = row.Length;
            batch.TargetLengths[0] = row.Targets;
        }
    }
}
