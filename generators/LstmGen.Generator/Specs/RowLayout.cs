namespace LstmGen.Generator.Specs;

/// <summary>How rows of h, c, outputs and gradients lie in memory, on every instruction set.</summary>
internal static class RowLayout
{
    /// <summary>Floats from one row to the next: whole cache lines.</summary>
    internal static int Stride(int units) => (units + 15) / 16 * 16;

    /// <summary>Floats from one row of several sums a unit to the next. A cache line more where rows would otherwise fall into the same cache sets.</summary>
    internal static int SumStride(int sums, int units) => (sums * Stride(units)) + (sums * Stride(units) > 64 ? 16 : 0);
}
