using LstmGen.Generator.Cells;

namespace LstmGen.Dynamic;

/// <summary>One elementary operation of a cell, on values of units.</summary>
/// <param name="Op">Which.</param>
/// <param name="A">Where the first operand starts: floats from the first register, or the complement of floats from the first constant.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="D">The fourth.</param>
/// <param name="To">Where the result goes: floats from the first register.</param>
internal readonly record struct CellOperation(Op Op, int A, int B, int C, int D, int To)
{
    /// <summary>Floats from one group of units to the next: 0 where the operand is the same for all.</summary>
    internal int StepA { get; init; }

    internal int StepB { get; init; }

    internal int StepC { get; init; }

    internal int StepD { get; init; }

    /// <summary>Whether the result is the same for all units.</summary>
    internal bool Once { get; init; }

    /// <summary>The distance of a shift.</summary>
    internal int Distance { get; init; }

    /// <summary>Whether 1 is taken from an exponential.</summary>
    internal bool LessOne { get; init; }
}
