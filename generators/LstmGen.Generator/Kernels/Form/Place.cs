namespace LstmGen.Generator.Kernels.Form;

/// <summary>Floats from a ref on: a constant, and so many times a symbol of the method.</summary>
internal readonly record struct Offset(int Constant, string? Symbol = null, int Times = 1)
{
    public static implicit operator Offset(int constant) => new(constant);

    public static implicit operator Offset(string symbol) => new(0, symbol);

    public static Offset operator +(Offset index, int floats) => index with { Constant = index.Constant + floats };
}

/// <summary>A place in memory: a ref of the method, and floats from there on.</summary>
internal readonly record struct Place(string Ref, Offset Offset = default)
{
    public static implicit operator Place(string name) => new(name);

    public static Place operator +(Place place, int floats) => place with { Offset = place.Offset + floats };
}
