namespace LstmGen.Generator.Cells;

internal sealed class Min : Operation
{
    protected override double Value(Node node, double[] x) => x[0] < x[1] ? x[0] : x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
        => Select.PassOn(adjoint, node.Operands[0], node.Operands[1], node.Operands[0], node.Operands[1], derivative);
}

internal sealed class Max : Operation
{
    protected override double Value(Node node, double[] x) => x[0] > x[1] ? x[0] : x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
        => Select.PassOn(adjoint, node.Operands[1], node.Operands[0], node.Operands[0], node.Operands[1], derivative);
}

/// <summary>The derivative goes to the one that was chosen.</summary>
internal sealed class Select : Operation
{
    protected override double Value(Node node, double[] x) => x[0] < x[1] ? x[2] : x[3];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
        => PassOn(adjoint, node.Operands[0], node.Operands[1], node.Operands[2], node.Operands[3], derivative);

    /// <summary>Passes a derivative to <paramref name="chosen"/> where a is less than b, else to the other.</summary>
    internal static void PassOn(Adjoint adjoint, Node a, Node b, Node chosen, Node other, Node derivative)
    {
        Node zero = adjoint.Graph.Constant("zero", 0);
        adjoint.Add(chosen, adjoint.Graph.Select(a, b, derivative, zero));
        adjoint.Add(other, adjoint.Graph.Select(a, b, zero, derivative));
    }
}
