namespace LstmGen.Generator.Cells;

/// <summary>y' = y.</summary>
internal sealed class Exp : Operation
{
    protected override double Value(Node node, double[] x) => Math.Exp(x[0]);

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative) => adjoint.AddProduct(node.Operands[0], derivative, node);

    internal override Node Lower(Graph graph, Node node, Node[] x, ActivationChoice choice) => AccurateActivations.Exp(graph, x[0]);
}

/// <summary>y' = 1 / (2 y).</summary>
internal sealed class Sqrt : Operation
{
    private const uint Half = 0x3F000000;

    protected override double Value(Node node, double[] x) => Math.Sqrt(x[0]);

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
        => adjoint.AddProduct(node.Operands[0], derivative, adjoint.Graph.Divide(adjoint.Graph.Constant("half", Half), node));
}

/// <summary>y' = -y^3 / 2. An operation of its own, so that the derivative of what all units of a row share divides once a row.</summary>
internal sealed class InverseSqrt : Operation
{
    private const uint MinusHalf = 0xBF000000;

    protected override double Value(Node node, double[] x) => 1 / Math.Sqrt(x[0]);

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        Graph graph = adjoint.Graph;
        adjoint.AddProduct(node.Operands[0], derivative, graph.Multiply(graph.Multiply(graph.Constant("minusHalf", MinusHalf), node), graph.Multiply(node, node)));
    }

    internal override Node Lower(Graph graph, Node node, Node[] x, ActivationChoice choice) => graph.Divide(graph.One, graph.Sqrt(x[0]));
}

/// <summary>An activation by its own rule.</summary>
internal sealed class Activated : Operation
{
    protected override double Value(Node node, double[] x) => node.Activation!.Value(x[0]);

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
        => adjoint.AddProduct(node.Operands[0], derivative, node.Activation!.Derivative(adjoint.Graph, node.Operands[0], node));

    internal override Node Lower(Graph graph, Node node, Node[] x, ActivationChoice choice) => node.Activation!.Lower(graph, x[0], choice).Value(graph).As(node.Activation.Name + x[0].Suffix());
}

/// <summary>The mean over the units of a row. Every unit's derivative reaches every operand in equal parts: the mean again.</summary>
internal sealed class Mean : Operation
{
    internal override double[] Values(Node node, double[][] x) => [.. x[0].Select(_ => x[0].Average())];

    protected override double Value(Node node, double[] x) => x[0];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative) => adjoint.Add(node.Operands[0], adjoint.Graph.Mean(derivative));
}
