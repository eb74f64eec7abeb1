using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>Every decision about the kernels of a linear head on one instruction set.</summary>
/// <param name="Head">The head.</param>
/// <param name="Target">The instruction set.</param>
internal sealed record HeadPlan(HeadSpec Head, Target Target)
{
    /// <summary>Partial sums of a dot product: a rule for all instruction sets.</summary>
    internal const int PartialSums = 16;

    private const int MostTogether = 4;

    /// <summary>More groups of partial sums than this are a loop.</summary>
    private const int LongestStraight = 16;

    internal Machine Machine => Target.Machine;

    /// <summary>Rows of the tiles of the gradient of h, tallest first.</summary>
    internal EquatableArray<int> GradientRows => Target.Tuning.GradientRows;

    /// <summary>Terms of the tiles of the weights' gradient, most first.</summary>
    internal EquatableArray<int> WeightRows => Target.Tuning.WeightRows;

    /// <summary>Floats between rows of h and of the weights.</summary>
    internal int Stride => RowLayout.Stride(Head.Hidden);

    internal bool Loops => Stride / PartialSums > LongestStraight;

    /// <summary>Outputs taken together share the loads of h and hide each other's latency; their sums take half of the registers at most.</summary>
    internal int Together => Math.Min(MostTogether, Target.Machine.Registers / 2 * Target.Machine.Lanes / PartialSums);

    /// <summary>Vectors of a tile of the gradient of h; divides a row.</summary>
    internal int GradientVectors => Divisor(Target.Tuning.GradientVectors);

    /// <summary>Vectors of a tile of the gradient of the weights; divides a row.</summary>
    internal int WeightVectors => Divisor(Target.Tuning.WeightVectors ?? Target.Tuning.GradientVectors);

    /// <summary>Columns of a tile of the weights' gradient.</summary>
    internal int SlabWidth => WeightVectors * Target.Machine.Lanes;

    /// <summary>Parts of the weights' gradient that can be computed apart from each other.</summary>
    internal int Slabs => Stride / SlabWidth;

    private int Divisor(int most) => Enumerable.Range(1, most).Last(count => Stride / Target.Machine.Lanes % count == 0);
}
