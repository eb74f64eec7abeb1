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
}
