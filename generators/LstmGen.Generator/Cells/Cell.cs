using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Cells;

/// <summary>
/// A cell, for one unit: what it remembers, what is summed for it, its weights of its own, and its equations. It knows neither widths nor
/// instruction sets.
/// </summary>
internal abstract record Cell
{
    /// <summary>Names of the states, first the one that the recurrence and the layer above read.</summary>
    internal abstract EquatableArray<string> States { get; }

    /// <summary>Names of the sums over inputs and hidden units, in the order of their weights.</summary>
    internal abstract EquatableArray<string> Sums { get; }

    /// <summary>Names of the weights that a unit has beside its sums.</summary>
    internal abstract EquatableArray<string> Vectors { get; }

    /// <summary>Whether it has sums over inputs and over h apart, each by the names above, and takes them by rows.</summary>
    internal virtual bool TakesRows => false;

    internal static Cell Of(CellSpec spec) => spec.Kind switch
    {
        CellKind.Dense => new Dense(spec.Output, spec.ProjectionClip),
        CellKind.Sums => new SumsOnly(spec.Count),
        CellKind.Gru => new Gru(spec),
        CellKind.Slstm => new Slstm(spec),
        CellKind.GruReset => new GruReset(spec),
        CellKind.GruRest => new GruRest(spec),
        _ => new Lstm(spec),
    };

    /// <summary>One step, from sums and states to states.</summary>
    internal CellStep Step()
    {
        var equations = new Equations(this);
        Node[] after = Equations(equations);
        return new CellStep(this, equations.Graph, after, equations.Kept, Array.ConvertAll(after, state => AtRest(state) == 0));

        static double AtRest(Node node) => node.Op == Op.Input ? 0 : Operation.Of(node.Op).Values(node, Array.ConvertAll(node.Operands, operand => new[] { AtRest(operand) }))[0];
    }

    /// <summary>The states after a step.</summary>
    protected abstract Node[] Equations(Equations e);
}

/// <summary>A step as a graph.</summary>
/// <param name="Cell">Whose step.</param>
/// <param name="Graph">Where the nodes live.</param>
/// <param name="After">Each state after the step.</param>
/// <param name="Kept">What a tape keeps, one value for each sum.</param>
/// <param name="RestsAtZero">
/// Of each state whether zero stays zero where all sums are: units that fill up a vector have no weights, and need no care then.
/// </param>
internal sealed record CellStep(Cell Cell, Graph Graph, Node[] After, Node[] Kept, bool[] RestsAtZero)
{
    /// <summary>The same of elementary operations.</summary>
    internal CellStep Lower(ActivationChoice choice)
    {
        // The state that others read comes last of a step: it depends on the rest.
        var graph = new Graph();
        Node[] lowered = Lowering.Lower(graph, choice, [.. Enumerable.Reverse(After), .. Kept]);
        return this with { Graph = graph, After = [.. lowered.Take(After.Length).Reverse()], Kept = [.. lowered.Skip(After.Length)] };
    }
}
