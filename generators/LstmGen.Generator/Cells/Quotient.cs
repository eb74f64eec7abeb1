namespace LstmGen.Generator.Cells;

/// <summary>A value that is still a fraction: activations come as one, and a product of two divides once.</summary>
internal readonly record struct Quotient(Node Numerator, Node Denominator)
{
    internal Node Value(Graph graph) => graph.Divide(Numerator, Denominator);

    internal Quotient Times(Graph graph, Quotient other)
        => new(graph.Multiply(Numerator, other.Numerator), graph.Multiply(Denominator, other.Denominator));
}
