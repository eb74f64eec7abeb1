using LstmGen.Generator.Cells;

namespace LstmGen.Generator.Kernels.Form;

/// <summary>A vector of floats, or one float where it has one lane.</summary>
internal abstract record Value;

internal sealed record Local(string Name) : Value;

internal sealed record Load(Place From, int Lanes) : Value;

/// <summary>One float in every lane.</summary>
internal sealed record Splat(Place From, int Lanes) : Value;

/// <summary>A constant by its bits: no rounding, no culture.</summary>
internal sealed record Constant(uint Bits, int Lanes) : Value;

/// <summary>The lower or upper half of a vector of <paramref name="Lanes"/> floats.</summary>
internal sealed record HalfOf(Value Of, int Lanes, bool Upper = false) : Value;

/// <summary>A value whose lanes from <paramref name="Valid"/> on are zero.</summary>
internal sealed record Masked(Value Of, int Lanes, int Valid) : Value;

internal sealed record Apply(Op Op, int Lanes, uint Bits, params Value[] Of) : Value;

/// <summary>One lane of <paramref name="Scalars"/> times every lane of a vector, plus a sum.</summary>
internal sealed record ByLane(Value Vector, Value Scalars, int Lane, Value Sum) : Value;

/// <summary>In each lane the products of two groups of integers, two or four, plus an integer sum. Scalars are a group in every lane.</summary>
internal sealed record Dot(int Terms, int Lanes, Value Scalars, Value Vector, Value Sum) : Value;

/// <summary>The integers in the lanes of a value as floats, rounded to the nearest.</summary>
internal sealed record FromIntegers(Value Of, int Lanes) : Value;

/// <summary>Four floats with their pairs exchanged.</summary>
internal sealed record SwappedPairs(Value Of) : Value;

/// <summary>One lane of four floats.</summary>
internal sealed record Element(Value Of, int Lane) : Value;
