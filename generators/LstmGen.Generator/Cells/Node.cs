namespace LstmGen.Generator.Cells;

/// <summary>What a node of a graph computes, lane by lane, in IEEE single precision.</summary>
internal enum Op
{
    /// <summary>A named value from outside.</summary>
    Input,

    /// <summary>A constant, given by its bits.</summary>
    Constant,
    Add,
    Subtract,
    Multiply,
    Divide,

    /// <summary>a * b + c with one rounding.</summary>
    MultiplyAdd,

    /// <summary>c - a * b with one rounding.</summary>
    NegatedMultiplyAdd,

    /// <summary>Smaller of a and b; b where either is NaN. a is a constant other than zero.</summary>
    Min,

    /// <summary>Larger of a and b; b where either is NaN. a is a constant other than zero.</summary>
    Max,

    /// <summary>The bits of a as an integer shifted left by <see cref="Node.Bits"/>.</summary>
    ShiftBitsLeft,

    /// <summary>The sum of the bits of a and b as integers.</summary>
    AddBits,

    /// <summary>The logistic function; replaced by elementary operations before emission.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent; replaced by elementary operations before emission.</summary>
    Tanh,
}

/// <summary>One value of a graph. Nodes are shared: equal computations are one node.</summary>
internal sealed class Node(int id, Op op, Node[] operands, uint bits, string? name)
{
    /// <summary>Position in the order of creation: operands come before their users.</summary>
    internal int Id { get; } = id;

    internal Op Op { get; } = op;

    internal Node[] Operands { get; } = operands;

    /// <summary>Bits of a constant, or the distance of a shift.</summary>
    internal uint Bits { get; } = bits;

    /// <summary>Name of an input or a constant.</summary>
    internal string? Name { get; } = name;

    /// <summary>What the value means, for the reader of the generated code.</summary>
    internal string? Note { get; set; }
}
