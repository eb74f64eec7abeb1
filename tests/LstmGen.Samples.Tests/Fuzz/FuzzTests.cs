using LstmGen.Nightly.Fuzz;

namespace LstmGen.Samples.Tests.Fuzz;

/// <summary>A short run of what LstmGen.Nightly does with millions of cases, and that such a run can fail.</summary>
public sealed class FuzzTests
{
    private const ulong Seed = 20260101;

    public static TheoryData<string> Targets => [.. FuzzCommand.Targets().Select(target => target.Name)];

    [Fact]
    public void EveryFormatHasModelsToStartFrom()
        => Assert.Subset(Targets.Select(row => row.Data).ToHashSet(), new[] { ".h5", ".json", ".keras", ".nam", ".onnx", ".pt", ".tflite" }.Select(ending => "model " + ending).ToHashSet());

    [Fact]
    public void NoFileFromOutsideDoesMoreThanBeRefused()
    {
        FuzzReport report = new FuzzRunner(FuzzCommand.Targets, Seed).Run(20_000, TimeSpan.Zero, threads: 2);
        Assert.Empty(report.Failures);
        Assert.InRange(report.Cases, 20_000, 20_200);
        Assert.Equal(Targets.Count, report.Tallies.Count);
        Assert.All(report.Tallies.Values, tally => Assert.True(tally.Accepted > tally.Cases / 50 && tally.Refused > tally.Cases / 4, $"{tally.Accepted} accepted, {tally.Refused} refused"));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void WhatItStartsFromIsValid(string name)
    {
        FuzzTarget target = FuzzCommand.Targets().Single(one => one.Name == name);
        foreach (byte[] file in target.Corpus)
        {
            target.Place(file);
            Exception? error = Record.Exception(() => target.Read(file, new(0)));
            Assert.True(error is null || file.Length < 20 || target.Refuses(error), $"{error}");
        }

        target.Place(target.Corpus[0]);
        target.Read(target.Corpus[0], new(0));
    }

    [Fact]
    public void AnUndocumentedExceptionFails()
        => AssertFails(() => throw new IndexOutOfRangeException("planted"), "IndexOutOfRangeException");

    [Fact]
    public void ADocumentedExceptionThatSaysNothingFails()
        => AssertFails(() => throw new InputException("?"), "the message has 1 characters");

    [Fact]
    public void TooMuchMemoryFails()
        => AssertFails(() => GC.KeepAlive(new byte[FuzzRunner.MemoryFloor + 1000]), "allocated 10");

    [Fact]
    public void ASlowCaseFails() => AssertFails(() => Thread.Sleep(1050), "took 1.", cases: 256);

    [Fact]
    public void ACaseThatNeverEndsFails()
    {
        FuzzReport report = new FuzzRunner(() => [new PlantedTarget(() => Thread.Sleep(Timeout.Infinite))], Seed, hang: TimeSpan.FromSeconds(0.5)).Run(5_000, TimeSpan.Zero, threads: 2);
        Assert.NotEmpty(report.Failures);
        Assert.All(report.Failures, failure => Assert.StartsWith("has not ended", failure.What, StringComparison.Ordinal));
    }

    private static void AssertFails(Action fault, string what, int cases = 5_000)
    {
        var runner = new FuzzRunner(() => [new PlantedTarget(fault)], Seed);
        FuzzReport report = runner.Run(cases, TimeSpan.Zero, threads: 2);
        Assert.True(report.Failed > 0 && report.Failed < report.Cases / 4, $"{report.Failed} of {report.Cases}");
        FuzzFailure first = report.Failures[0];
        Assert.Contains(what, first.What, StringComparison.Ordinal);

        // Alone it is the same file, and fails alike.
        (byte[] file, string? failure) = runner.RunOne(first.Case);
        Assert.Contains(PlantedTarget.Trigger, file);
        Assert.Contains(what, failure, StringComparison.Ordinal);
    }
}
