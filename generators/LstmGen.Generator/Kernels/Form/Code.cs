namespace LstmGen.Generator.Kernels.Form;

/// <summary>Short names for what kernels are written with.</summary>
internal static class Code
{
    internal static Comment Blank { get; } = new("");

    internal static Place At(string name, Offset offset = default) => new(name, offset);

    /// <summary>Moves a ref on.</summary>
    internal static SetRef Advance(string name, Offset by) => new(name, new(name, by));

    /// <summary>An operation whose result is one of the operands' kind.</summary>
    internal static Value Add(Value a, Value b, int lanes) => new Apply(Cells.Op.Add, lanes, 0, a, b);

    /// <summary>The first lanes of a wider vector.</summary>
    internal static Value Low(Value value, int lanes, int to) => lanes == to ? value : Low(new HalfOf(value, lanes), lanes / 2, to);

    internal static Value Zero(int lanes) => new Constant(0, lanes);
}
