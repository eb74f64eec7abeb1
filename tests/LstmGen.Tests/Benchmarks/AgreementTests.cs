using LstmGen.Benchmarks;
using LstmGen.Benchmarks.Peers;

namespace LstmGen.Tests.Benchmarks;

/// <summary>Engines that compute something else are found before anything is timed.</summary>
public class AgreementTests
{
    private static readonly Dictionary<string, float[]> _expected = new() { ["output"] = [0.5f, -2], ["h"] = [1] };

    [Fact]
    public void TheLargestErrorIsAPartOfTheTensorsLargestValue()
    {
        Agreement found = Agreement.Require("a problem", "theirs", With(-2 + 1e-4f), "ours", _expected);

        Assert.Equal("output", found.Tensor);
        Assert.Equal(0.5e-4, found.Error, 1e-7);
    }

    [Theory]
    [InlineData(-2.001f)]
    [InlineData(float.NaN)]
    public void WhatDiffersMoreThanTheToleranceIsAnErrorThatNamesIt(float value)
    {
        var error = Assert.Throws<BenchmarkException>(() => Agreement.Require("a problem", "theirs", With(value), "ours", _expected));

        Assert.StartsWith("a problem: output of theirs differs from that of ours", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTensorsAndOtherLengthsAreErrors()
    {
        Assert.Throws<BenchmarkException>(() => Agreement.Require("a problem", "theirs", new Dictionary<string, float[]> { ["h"] = [1] }, "ours", _expected));
        Assert.Throws<BenchmarkException>(
            () => Agreement.Require("a problem", "theirs", new Dictionary<string, float[]> { ["output"] = [0.5f], ["h"] = [1] }, "ours", _expected));
    }

    private static Dictionary<string, float[]> With(float value) => new() { ["output"] = [0.5f, value], ["h"] = [1] };
}
