namespace LstmGen.Generator.Cells;

/// <summary>One value of a graph. Nodes are shared: equal computations are one node.</summary>
internal sealed class Node(int id, Op op, Node[] operands)
{
    /// <summary>Position in the order of creation: operands come before their users.</summary>
    internal int Id { get; } = id;

    internal Op Op { get; } = op;

    internal Node[] Operands { get; } = operands;

    /// <summary>Bits of a constant, or the distance of a shift.</summary>
    internal uint Bits { get; init; }

    /// <summary>Which value from outside an input is.</summary>
    internal Quantity Quantity { get; init; }

    internal Activation? Activation { get; init; }

    /// <summary>The name of a constant or of what a value is, for the reader of the generated code.</summary>
    internal string? Name { get; set; }

    /// <summary>What the value means, likewise.</summary>
    internal string? Note { get; set; }

    /// <summary>The node with a name, unless it has one.</summary>
    internal Node As(string name)
    {
        Name ??= name;
        return this;
    }

    /// <summary>Its name as the end of the names of what is computed from it.</summary>
    internal string Suffix() => Name is null ? "" : char.ToUpperInvariant(Name[0]) + Name.Substring(1);
}
