using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Dialects;

/// <summary>
/// Spells vector code for one instruction set: every name of an intrinsic is in a file of this folder. Operators and
/// the VectorN types are the same for all and compile to single instructions.
/// </summary>
internal abstract class Dialect : IEquatable<Dialect>
{
    /// <summary>All instruction sets, best first. A model runs the first that the processor supports.</summary>
    internal static readonly Dialect[] All = [new Avx512Dialect(), new Avx2Dialect(), new NeonDialect(), new PortableDialect()];

    protected const string Intrinsics = "global::System.Runtime.Intrinsics.";

    /// <summary>Name shown to users.</summary>
    internal abstract string Name { get; }

    /// <summary>Name as part of an identifier.</summary>
    internal abstract string Suffix { get; }

    /// <summary>Architectures that have it, as runtime identifiers name them; null where all do.</summary>
    internal virtual string[]? Architectures => null;

    /// <summary>C# condition that holds where this code may run, with names in full; a constant to every compiler.</summary>
    internal abstract string Supported { get; }

    /// <summary>Namespaces the code needs beyond System.Runtime.Intrinsics.</summary>
    internal abstract string[] Usings { get; }

    /// <summary>Namespaces of the library's methods that stand in for instructions.</summary>
    internal virtual string[] StandIns => [];

    internal abstract Machine Machine { get; }

    internal abstract Tuning Tuning { get; }

    internal Target Target => new(Machine, Tuning);

    /// <summary>There is one of each.</summary>
    public bool Equals(Dialect? other) => ReferenceEquals(this, other);

    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public sealed override int GetHashCode() => Name.GetHashCode();

    /// <summary>a * b + c with one rounding.</summary>
    internal abstract string MultiplyAdd(int lanes, string a, string b, string c);

    /// <summary>c - a * b with one rounding.</summary>
    internal abstract string NegatedMultiplyAdd(int lanes, string a, string b, string c);

    /// <summary>Smaller of a and b, b where either is NaN.</summary>
    internal abstract string Min(int lanes, string a, string b);

    /// <summary>Larger of a and b, b where either is NaN.</summary>
    internal abstract string Max(int lanes, string a, string b);

    /// <summary>a * scalars[lane] + c with one rounding.</summary>
    internal virtual string MultiplyAddByLane(string a, string scalars, int lane, string c) => throw new NotSupportedException();

    /// <summary>In each lane the products of two groups of integers, two of 16 bits or four of 8, plus an integer sum; of <see cref="Machine.UnsignedBytes"/> the scalars have no sign.</summary>
    internal abstract string Dot(int terms, int lanes, string scalars, string vector, string sum);

    internal string FromIntegers(int lanes, string value) => $"Vector{32 * lanes}.ConvertToSingle({value}.AsInt32())";

    internal string Type(int lanes) => $"Vector{32 * lanes}<float>";

    internal string Load(int lanes, string place, int offset)
        => offset == 0 ? $"Vector{32 * lanes}.LoadUnsafe(ref {place})" : $"Vector{32 * lanes}.LoadUnsafe(ref {place}, {offset})";

    internal string Store(int lanes, string value, string place, int offset)
        => offset == 0 ? $"{value}.StoreUnsafe(ref {place})" : $"{value}.StoreUnsafe(ref {place}, {offset})";

    internal string Broadcast(int lanes, string scalar) => $"Vector{32 * lanes}.Create({scalar})";

    internal string Zero(int lanes) => $"Vector{32 * lanes}<float>.Zero";

    /// <summary>A constant by its bits: no rounding, no culture.</summary>
    internal string Constant(int lanes, uint bits) => $"Vector{32 * lanes}.Create(0x{bits:X8}u).AsSingle()";

    /// <summary>All bits in the first lanes, none in the others.</summary>
    internal string Mask(int lanes, int count)
        => $"Vector{32 * lanes}.Create({string.Join(", ", Enumerable.Range(0, lanes).Select(lane => lane < count ? "~0u" : "0u"))})";

    internal string And(string value, string mask) => $"({value}.AsUInt32() & {mask}).AsSingle()";

    /// <summary>c where a is less than b, else d.</summary>
    internal string Select(int lanes, string a, string b, string c, string d)
        => $"Vector{32 * lanes}.ConditionalSelect(Vector{32 * lanes}.LessThan({a}, {b}), {c}, {d})";

    internal string Sqrt(int lanes, string a) => $"Vector{32 * lanes}.Sqrt({a})";

    internal string ShiftLeft(int lanes, string bits, uint distance) => $"Vector{32 * lanes}.ShiftLeft({bits}, {distance})";

    internal string SwapPairs(string value) => $"Vector128.Shuffle({value}, Vector128.Create(2, 3, 0, 1))";
}
