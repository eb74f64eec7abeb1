using LstmGen.Nightly.Combinations;
using LstmGen.TestKit.Combinations;

namespace LstmGen.Generator.Tests.Combinations;

/// <summary>A sample of what LstmGen.Nightly draws, of smaller layers; the same classes in every run.</summary>
public sealed class CombinationTests
{
    private const int ClassesPerCompilation = 6;
    private const int Largest = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(19)]
    [InlineData(25)]
    public void Any_options_together_compute_what_the_reference_does(int firstSeed)
    {
        Combination[] some = [.. Enumerable.Range(firstSeed, ClassesPerCompilation).Select(seed => CombinationDraw.Of((ulong)seed, Largest))];
        Assert.All(CompiledCombination.Compile(some), compiled => CombinationCheck.Run(compiled));
    }

    /// <summary>The narrowest vectors make the longest methods, which is what unrolling in full may be refused for.</summary>
    [Fact]
    public void None_is_refused_whatever_its_sizes()
    {
        GeneratorRun run = GeneratorHarness.RunProject(
            [("LstmGenKernelSets", "Portable")], string.Join("\n", Enumerable.Range(1000, 150).Select(seed => CombinationDraw.Of((ulong)seed, 70).Declaration)));

        Assert.Empty(run.Reported);
    }
}
