namespace LstmGen.Generator.Cells;

/// <summary>What a value from outside of a graph is.</summary>
internal enum QuantityKind
{
    /// <summary>A sum over inputs, hidden units or both: a pre-activation. Where a cell has both apart, those of the inputs come first.</summary>
    Sum,

    /// <summary>A state before the step.</summary>
    Before,

    /// <summary>A state after the step.</summary>
    After,

    /// <summary>A weight of the unit.</summary>
    Vector,

    /// <summary>What the step left on the tape.</summary>
    Kept,

    /// <summary>The derivative of the loss with respect to a state after the step.</summary>
    AfterDerivative,

    /// <summary>The derivative of the loss with respect to a sum.</summary>
    SumDerivative,

    /// <summary>What an earlier pass over the units of a row has computed.</summary>
    Known,
}

/// <summary>One of these, by its place in the cell. Names are for the reader of generated code alone.</summary>
internal readonly record struct Quantity(QuantityKind Kind, int Index);
