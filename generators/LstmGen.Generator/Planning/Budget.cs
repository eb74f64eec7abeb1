namespace LstmGen.Generator.Planning;

/// <summary>
/// Limits of a method body. Past them the JIT first stops inlining, then keeps locals in memory, then stops optimising
/// (measured: 10x, 10x and 6x slower).
/// </summary>
internal static class Budget
{
    internal const int MultiplyAdds = 1_000;

    internal const int IlBytes = 30_000;

    internal const int Locals = 400;

    /// <summary>A step of up to this many vector multiply-adds may be straight-line code.</summary>
    internal const int StraightLineMultiplyAdds = 320;

    /// <summary>Vector multiply-adds written out in the body of a step, products only.</summary>
    internal static int StepMultiplyAdds(LayerPlan plan)
    {
        int depth = plan.FullUnroll
            ? plan.Depth
            : Written(plan.Layer.Input) + Written(plan.Layer.Hidden);
        return depth * plan.Stream.Sum(tile => tile.RowVectors);

        static int Written(int count) => count < 2 * LayerPlan.StreamUnroll ? count : LayerPlan.StreamUnroll + (count % LayerPlan.StreamUnroll);
    }

    /// <summary>Which limit the kernels of a plan would exceed, or null.</summary>
    internal static string? Violation(LayerPlan plan)
    {
        int step = StepMultiplyAdds(plan);
        return step > MultiplyAdds ? $"the step would hold {step} vector multiply-adds, at most {MultiplyAdds}" : null;
    }
}
