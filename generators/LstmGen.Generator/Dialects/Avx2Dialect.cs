using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Dialects;

/// <summary>AVX2 with FMA: 16 registers of 8 floats, and of 4 for the last units.</summary>
internal sealed class Avx2Dialect : Dialect
{
    internal override string Name => "AVX2";

    internal override string Suffix => "Avx2";

    internal override string[] Architectures => ["x64", "x86"];

    internal override string Supported => $"{Intrinsics}X86.Avx2.IsSupported && {Intrinsics}X86.Fma.IsSupported";

    internal override string[] Usings => ["System.Runtime.Intrinsics.X86"];

    internal override Machine Machine { get; } = new(Lanes: 8, TailLanes: new([4]), Registers: 16) { UnsignedBytes = true };

    internal override Tuning Tuning { get; } = new(PanelVectors: 1, StreamAccumulators: 12, BatchAccumulators: 12, BatchRows: 3)
    {
        TwoChainAccumulators = 16,
        GradientRows = new([3, 2]),
        GradientChains = 2,
        WeightRows = new([3, 2, 1]),
    };

    internal override string MultiplyAdd(int lanes, string a, string b, string c) => $"Fma.MultiplyAdd({a}, {b}, {c})";

    internal override string NegatedMultiplyAdd(int lanes, string a, string b, string c) => $"Fma.MultiplyAddNegated({a}, {b}, {c})";

    internal override string Min(int lanes, string a, string b) => $"{Class(lanes)}.Min({a}, {b})";

    internal override string Max(int lanes, string a, string b) => $"{Class(lanes)}.Max({a}, {b})";

    internal override string Dot(int terms, int lanes, string scalars, string vector, string sum)
        => X86Dot.Text(terms, lanes, scalars, vector, sum);

    private static string Class(int lanes) => lanes == 8 ? "Avx" : "Sse";
}
