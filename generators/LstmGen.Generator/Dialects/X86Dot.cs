namespace LstmGen.Generator.Dialects;

/// <summary>Products of integers on x86: words by multiply-add of neighbours; bytes, one factor of them without a sign, by that of bytes and then of words.</summary>
internal static class X86Dot
{
    internal static string Text(int terms, int lanes, string scalars, string vector, string sum)
    {
        (string ofBytes, string ofWords) = lanes switch { 16 => ("Avx512BW", "Avx512BW"), 8 => ("Avx2", "Avx2"), _ => ("Ssse3", "Sse2") };
        return terms == 2
            ? $"({ofWords}.MultiplyAddAdjacent({scalars}.AsInt16(), {vector}.AsInt16()) + {sum}.AsInt32()).AsSingle()"
            : $"({ofWords}.MultiplyAddAdjacent({ofBytes}.MultiplyAddAdjacent({scalars}.AsByte(), {vector}.AsSByte()), Vector{32 * lanes}.Create((short)1)) + {sum}.AsInt32()).AsSingle()";
    }
}
