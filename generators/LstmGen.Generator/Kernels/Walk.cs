using LstmGen.Generator.Kernels.Form;

namespace LstmGen.Generator.Kernels;

/// <summary>What statements and values of the typed form consist of.</summary>
internal static class Walk
{
    /// <summary>What a value is computed from, in the order of evaluation.</summary>
    internal static Value[] Operands(Value value) => value switch
    {
        HalfOf(var of, _, _) => [of],
        Masked(var of, _, _) => [of],
        SwappedPairs(var of) => [of],
        Element(var of, _) => [of],
        FromIntegers(var of, _) => [of],
        Dot(_, _, var scalars, var vector, var sum) => [sum, scalars, vector],
        ByLane(var vector, var scalars, _, var sum) => [sum, vector, scalars],
        Apply apply => apply.Of,
        _ => [],
    };

    /// <summary>Every local within a value.</summary>
    internal static IEnumerable<string> Locals(Value value) => value is Local(var name) ? [name] : Operands(value).SelectMany(Locals);

    /// <summary>The value that a statement computes.</summary>
    internal static Value? Computed(Statement statement) => statement switch
    {
        Let let => let.Of,
        Set set => set.Of,
        Store store => store.Of,
        _ => null,
    };

    /// <summary>Whether a statement adds a product to a sum.</summary>
    internal static bool IsProduct(Statement statement) => statement is Set { Of: ByLane or Dot or Apply { Op: Cells.Op.MultiplyAdd } };

    /// <summary>Statements with those of their blocks.</summary>
    internal static IEnumerable<Statement> Flat(IEnumerable<Statement> body)
        => body.SelectMany(statement => statement is Block block ? Flat(block.Body).Prepend(statement) : [statement]);
}
