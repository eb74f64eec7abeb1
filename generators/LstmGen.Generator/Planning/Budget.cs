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

    /// <summary>Which limit which method of a plan would exceed, or null.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scalarsPerLoad">See <see cref="MethodSize.Of"/>.</param>
    internal static string? Violation(LayerPlan plan, int scalarsPerLoad)
        => MethodSize.Of(plan, scalarsPerLoad).Select(Violation).FirstOrDefault(violation => violation != null);

    private static string? Violation(MethodSize method)
    {
        (int found, string what, int limit) =
            method.MultiplyAdds > MultiplyAdds ? (method.MultiplyAdds, "vector multiply-adds", MultiplyAdds)
            : method.IlBytes > IlBytes ? (method.IlBytes, "bytes of IL", IlBytes)
            : method.Locals > Locals ? (method.Locals, "locals", Locals)
            : default;
        return found > 0 ? $"the method {method.Name} would hold {found} {what}, at most {limit}" : null;
    }
}
