using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Dialects;

/// <summary>AVX-512 with the vector length extensions: 32 registers of 16 floats, and of 8 and 4 for the last units.</summary>
internal sealed class Avx512Dialect : Dialect
{
    internal override string Name => "AVX-512";

    internal override string Suffix => "Avx512";

    internal override string[] Architectures => ["x64", "x86"];

    // IsHardwareAccelerated is false on processors that slow down for 512-bit vectors.
    internal override string Supported => $"{Intrinsics}X86.Avx512F.VL.IsSupported && {Intrinsics}X86.Avx512DQ.IsSupported && {Intrinsics}Vector512.IsHardwareAccelerated";

    internal override string[] Usings => ["System.Runtime.Intrinsics.X86"];

    internal override Machine Machine { get; } = new(Lanes: 16, TailLanes: new([8, 4]), Registers: 32) { UnsignedBytes = true };

    internal override Tuning Tuning { get; } = new(PanelVectors: 1, StreamAccumulators: 12, BatchAccumulators: 24, BatchRows: 6);

    internal override string MultiplyAdd(int lanes, string a, string b, string c)
        => lanes == 16 ? $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})" : $"Fma.MultiplyAdd({a}, {b}, {c})";

    internal override string NegatedMultiplyAdd(int lanes, string a, string b, string c)
        => lanes == 16 ? $"Avx512F.FusedMultiplyAddNegated({a}, {b}, {c})" : $"Fma.MultiplyAddNegated({a}, {b}, {c})";

    internal override string Min(int lanes, string a, string b) => $"{Class(lanes)}.Min({a}, {b})";

    internal override string Max(int lanes, string a, string b) => $"{Class(lanes)}.Max({a}, {b})";

    internal override string Dot(int terms, int lanes, string scalars, string vector, string sum)
        => X86Dot.Text(terms, lanes, scalars, vector, sum);

    private static string Class(int lanes) => lanes switch { 16 => "Avx512F", 8 => "Avx", _ => "Sse" };
}
