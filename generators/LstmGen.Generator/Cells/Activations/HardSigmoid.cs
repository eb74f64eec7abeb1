namespace LstmGen.Generator.Cells;

/// <summary>max(0, min(1, x / 5 + 1 / 2)), as of Keras before version 3 and of ONNX: y' is 1 / 5 between the bounds.</summary>
internal sealed class HardSigmoid : Activation
{
    private const uint Fifth = 0x3E4CCCCD;
    private const uint Half = 0x3F000000;

    internal override string Name => "hardSigmoid";

    internal override double Value(double x) => Math.Max(0, Math.Min(1, (0.2 * x) + 0.5));

    internal override Node Derivative(Graph graph, Node x, Node y)
    {
        Node zero = graph.Constant("zero", 0);
        return graph.Select(zero, y, graph.Select(y, graph.One, graph.Constant("fifth", Fifth), zero), zero);
    }

    internal override Quotient Lower(Graph graph, Node x, ActivationChoice choice)
    {
        Node line = graph.MultiplyAdd(graph.Constant("fifth", Fifth), x, graph.Constant("half", Half)).As($"line{x.Suffix()}");
        return new Quotient(graph.Min(graph.One, graph.Max(graph.Constant("zero", 0), line)).As($"hardSigmoid{x.Suffix()}"));
    }
}
