namespace LstmGen.Generator.Kernels.Form;

/// <summary>What a call passes: a ref, or a number.</summary>
internal readonly record struct Argument(Place? Ref, Offset Number)
{
    public static implicit operator Argument(Place place) => new(place, default);

    public static implicit operator Argument(int number) => new(null, number);

    public static implicit operator Argument(string symbol) => new(null, symbol);
}

/// <summary>A method of kernels: its comment, name, parameters with types, and body.</summary>
internal sealed record Method(string Comment, string Name, IReadOnlyList<string> Parameters, IReadOnlyList<Statement> Body)
{
    /// <summary>Whether callers see it: a member of the interface of its type.</summary>
    internal bool Public { get; init; }

    /// <summary>Bytes of the widest vectors that it will have on the stack, which then is to lie well for them; 0 for none.</summary>
    internal int VectorBytes { get; init; }

    internal Jit Jit { get; init; } = Jit.Optimized;
}

/// <summary>How a method is compiled: by its calls, at full speed from the first call as what holds vectors, or as part of its callers.</summary>
internal enum Jit
{
    Tiered,
    Optimized,
    Inlined,
}
