using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Every decision about the kernels of a linear head on one instruction set.</summary>
/// <param name="Head">The head.</param>
/// <param name="Target">The instruction set.</param>
internal sealed record HeadPlan(HeadSpec Head, Target Target)
{
    /// <summary>Partial sums of a dot product: a rule for all instruction sets.</summary>
    internal const int PartialSums = 16;

    /// <summary>Outputs taken together share the loads of h and hide each other's latency.</summary>
    internal const int Together = 4;

    /// <summary>More groups of partial sums than this are a loop.</summary>
    private const int LongestStraight = 16;

    /// <summary>Floats between rows of h and of the weights.</summary>
    internal int Stride => (Head.Hidden + 15) / 16 * 16;

    internal bool Loops => Stride / PartialSums > LongestStraight;

    /// <summary>Vectors of a tile of the gradients; divides a row.</summary>
    internal int GradientVectors => Enumerable.Range(1, Target.GradientVectors).Last(count => Stride / Target.Lanes % count == 0);

    /// <summary>Columns of such a tile.</summary>
    internal int SlabWidth => GradientVectors * Target.Lanes;

    /// <summary>Parts of the weights' gradient that can be computed apart from each other.</summary>
    internal int Slabs => Stride / SlabWidth;
}
