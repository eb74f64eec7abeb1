namespace LstmGen.Generator.Cells;

/// <summary>A value that is still a fraction, where there is a denominator: activations come as one, and a product of two divides once.</summary>
internal readonly record struct Quotient(Node Numerator, Node? Denominator = null)
{
    internal Node Value(Graph graph) => Denominator is null ? Numerator : graph.Divide(Numerator, Denominator);

    internal Quotient Times(Graph graph, Quotient other)
        => new(
            graph.Multiply(Numerator, other.Numerator),
            Denominator is null || other.Denominator is null ? Denominator ?? other.Denominator : graph.Multiply(Denominator, other.Denominator));
}
