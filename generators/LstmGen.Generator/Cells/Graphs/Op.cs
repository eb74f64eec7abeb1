namespace LstmGen.Generator.Cells;

/// <summary>
/// What a node of a graph computes, lane by lane, in IEEE single precision. The value, the derivative and, where an operation is not
/// elementary, what computes it: <see cref="Operation"/>.
/// </summary>
internal enum Op
{
    /// <summary>A <see cref="Quantity"/>.</summary>
    Input,

    /// <summary>A constant, given by its bits.</summary>
    Constant,
    Add,
    Subtract,
    Multiply,
    Divide,

    /// <summary>The square root of a, rounded once.</summary>
    Sqrt,

    /// <summary>a * b + c with one rounding.</summary>
    MultiplyAdd,

    /// <summary>c - a * b with one rounding.</summary>
    NegatedMultiplyAdd,

    /// <summary>Smaller of a and b; b where either is NaN. a is a constant other than zero.</summary>
    Min,

    /// <summary>Larger of a and b; b where either is NaN. a is a constant other than zero.</summary>
    Max,

    /// <summary>c where a is less than b, else d, as where either is NaN.</summary>
    Select,

    /// <summary>The bits of a as an integer shifted left by <see cref="Node.Bits"/>.</summary>
    ShiftBitsLeft,

    /// <summary>The sum of the bits of a and b as integers.</summary>
    AddBits,

    /// <summary>e to the power a; replaced by elementary operations before emission.</summary>
    Exp,

    /// <summary>1 / sqrt(a); replaced by elementary operations before emission.</summary>
    InverseSqrt,

    /// <summary>A function that gates and candidates go through, <see cref="Node.Activation"/>; replaced by elementary operations before emission.</summary>
    Activation,

    /// <summary>The mean over the units of a row: what follows it waits for all of them.</summary>
    Mean,
}
