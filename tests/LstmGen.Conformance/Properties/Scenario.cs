using FsCheck;
using FsCheck.Fluent;

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

    internal static Gen<Scenario> For(LstmShape shape)
    {
        return
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from steps in Gen.Frequency((1, Gen.Choose(0, 1)), (6, Gen.Choose(2, 12)), (3, Gen.Choose(30, 70)))
            from batch in Gen.Elements(Batches)
            from lengthSeed in Gen.Choose(0, int.MaxValue - 1)
            from split in Gen.Choose(0, 100)
            from gain in Gen.Choose(-2, 0)
            from zero in Gen.Elements(true, false, false)
            let fitting = Math.Min(steps, (int)Math.Max(2, Budget / (shape.MultiplyAddsPerStep * batch)))
            select new Scenario(seed, fitting, batch, lengthSeed, fitting * split / 100, gain, zero);
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

    /// <summary>Simpler ones, one thing at a time.</summary>
    internal IEnumerable<Scenario> Shrink()
    {
        if (Batch > 1)
        {
            yield return this with { Batch = 1 };
            yield return this with { Batch = Batch - 1 };
        }

        if (Steps > 0)
        {
            int half = Steps / 2;
            yield return this with { Steps = half, Split = Math.Min(Split, half) };
            yield return this with { Steps = Steps - 1, Split = Math.Min(Split, Steps - 1) };
        }

        if (!ZeroState)
        {
            yield return this with { ZeroState = true };
        }

        if (Split > 0)
        {
            yield return this with { Split = 0 };
        }
    }
}
