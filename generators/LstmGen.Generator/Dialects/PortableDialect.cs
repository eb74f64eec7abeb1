using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Dialects;

/// <summary>Vector128 alone, with multiply-adds rounded once in software: correct on every little-endian processor.</summary>
internal sealed class PortableDialect : Dialect
{
    internal override string Name => "Portable";

    internal override string Suffix => "Portable";

    internal override string Supported => "true";

    internal override string[] Usings => [];

    internal override string[] StandIns => ["LstmGen.Kernels"];

    internal override Machine Machine { get; } = new(Lanes: 4, TailLanes: new([]), Registers: 16);

    internal override Tuning Tuning { get; } = new(PanelVectors: 1, StreamAccumulators: 4, BatchAccumulators: 4, BatchRows: 1, Hoists: false)
    {
        GradientRows = new([]),
        GradientChains = 1,
        WeightRows = new([1]),
    };

    internal override string MultiplyAdd(int lanes, string a, string b, string c) => $"ExactFma.Fma({a}, {b}, {c})";

    internal override string NegatedMultiplyAdd(int lanes, string a, string b, string c) => $"ExactFma.NegatedFma({a}, {b}, {c})";

    internal override string Dot(int terms, int lanes, string scalars, string vector, string sum) => $"IntegerDot.Of{(terms == 2 ? "Pairs" : "Fours")}({scalars}, {vector}, {sum})";

    internal override string Min(int lanes, string a, string b) => $"Vector128.MinNative({a}, {b})";

    internal override string Max(int lanes, string a, string b) => $"Vector128.MaxNative({a}, {b})";
}
