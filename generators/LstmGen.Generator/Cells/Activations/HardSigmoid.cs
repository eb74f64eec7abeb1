namespace LstmGen.Generator.Cells;

/// <summary>max(0, min(1, alpha x + beta)): of Keras before version 3 and ONNX with 1 / 5 and 1 / 2, of Keras 3 with 1 / 6. y' is alpha between the bounds.</summary>
internal sealed record HardSigmoid(float Alpha, float Beta) : Activation
{
    internal override string Name => "hardSigmoid";

    internal override bool IsSmallFraction => true;

    internal override double Value(double x) => Math.Max(0, Math.Min(1, (Alpha * x) + Beta));

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node zero = graph.Constant("zero", 0);
        return graph.Select(zero, y, graph.Select(y, graph.One, graph.Constant("slope", Alpha), zero), zero);
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node line = graph.MultiplyAdd(graph.Constant("slope", Alpha), x, graph.Constant("offset", Beta)).As($"line{x.Suffix()}");
        return new Quotient(graph.Min(graph.One, graph.Max(graph.Constant("zero", 0), line)).As($"hardSigmoid{x.Suffix()}"));
    }
}
