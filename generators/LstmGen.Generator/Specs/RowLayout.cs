namespace LstmGen.Generator.Specs;

/// <summary>How rows of h, c, outputs and gradients lie in memory, on every instruction set.</summary>
internal static class RowLayout
{
    /// <summary>Floats from one row to the next: whole cache lines.</summary>
    internal static int Stride(int units) => (units + 15) / 16 * 16;
}
