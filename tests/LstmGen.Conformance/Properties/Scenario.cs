using FsCheck;
using FsCheck.Fluent;
using LstmGen.Conformance.Compiled;

namespace LstmGen.Conformance.Properties;

/// <summary>The few numbers from which everything of one case follows; small enough to print and to shrink.</summary>
/// <param name="Seed">Of weights, inputs and initial states.</param>
/// <param name="Steps">T, from 0.</param>
/// <param name="Batch">B, 1 to 19.</param>
/// <param name="LengthSeed">Of the lengths of the rows, each 0 to T in any order.</param>
/// <param name="Split">Where a run is cut in two, 0 to T.</param>
/// <param name="GainLog2">Weights are PyTorch's initial range times two to this.</param>
/// <param name="ZeroState">Whether the initial states are zero.</param>
internal sealed record Scenario(int Seed, int Steps, int Batch, int LengthSeed, int Split, int GainLog2, bool ZeroState)
{
    /// <summary>Multiply-adds that one run of one case may take; the portable kernels need a nanosecond each.</summary>
    private const long Budget = 3_000_000;

    /// <summary>All batches from 1 to 19, the single row and the remainders of 4-row tiles more often.</summary>
    private static readonly int[] Batches = [1, 1, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

    internal static Arbitrary<Scenario> For(LstmShape shape)
    {
        Gen<Scenario> gen =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from steps in Gen.Frequency((1, Gen.Choose(0, 1)), (6, Gen.Choose(2, 12)), (3, Gen.Choose(30, 70)))
            from batch in Gen.Elements(Batches)
            from lengthSeed in Gen.Choose(0, int.MaxValue - 1)
            from split in Gen.Choose(0, 100)
            from gain in Gen.Choose(-2, 0)
            from zero in Gen.Elements(true, false, false)
            let fitting = Math.Min(steps, (int)Math.Max(2, Budget / (shape.MultiplyAddsPerStep * batch)))
            select new Scenario(seed, fitting, batch, lengthSeed, fitting * split / 100, gain, zero);
        return Arb.From(gen, Shrink);
    }

    /// <summary>Row lengths: mostly inside, some 0 and some T.</summary>
    internal int[] Lengths()
    {
        var random = new SplitMix((ulong)LengthSeed);
        var lengths = new int[Batch];
        for (int row = 0; row < Batch; row++)
        {
            lengths[row] = random.Below(5) switch
            {
                0 => 0,
                1 => Steps,
                _ => random.Below(Steps + 1),
            };
        }

        return lengths;
    }

    private static IEnumerable<Scenario> Shrink(Scenario scenario)
    {
        if (scenario.Batch > 1)
        {
            yield return scenario with { Batch = 1 };
            yield return scenario with { Batch = scenario.Batch - 1 };
        }

        if (scenario.Steps > 0)
        {
            int half = scenario.Steps / 2;
            yield return scenario with { Steps = half, Split = Math.Min(scenario.Split, half) };
            yield return scenario with { Steps = scenario.Steps - 1, Split = Math.Min(scenario.Split, scenario.Steps - 1) };
        }

        if (!scenario.ZeroState)
        {
            yield return scenario with { ZeroState = true };
        }

        if (scenario.Split > 0)
        {
            yield return scenario with { Split = 0 };
        }
    }
}
