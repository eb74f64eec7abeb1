using LstmGen.Nightly.Combinations;
using LstmGen.TestKit.Combinations;
using LstmGen.TestKit.Models;

namespace LstmGen.Generator.Tests.Combinations;

/// <summary>A sample of what LstmGen.Nightly draws, of smaller layers; the same classes in every run.</summary>
public sealed class CombinationTests
{
    private const int ClassesPerCompilation = 6;
    private const int Largest = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Any_options_together_compute_what_the_reference_does(ulong seed)
    {
        var random = new SplitMix(seed);
        var draw = new CombinationDraw(random, Largest);
        Combination[] some = [.. Enumerable.Range(0, ClassesPerCompilation).Select(index => draw.Next($"Model{index}"))];
        Assert.All(CompiledCombination.Compile(some), compiled => CombinationCheck.Run(compiled, random));
    }
}
