namespace LstmGen.Generator.Cells;

internal sealed class ConstantValue : Operation
{
    internal override double[] Values(Node node, double[][] x) => [BitsOf.Float(node.Bits)];

    protected override double Value(Node node, double[] x) => BitsOf.Float(node.Bits);
}

internal sealed class Add : Operation
{
    protected override double Value(Node node, double[] x) => x[0] + x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        adjoint.Add(node.Operands[0], derivative);
        adjoint.Add(node.Operands[1], derivative);
    }
}

internal sealed class Subtract : Operation
{
    protected override double Value(Node node, double[] x) => x[0] - x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        adjoint.Add(node.Operands[0], derivative);
        adjoint.Subtract(node.Operands[1], derivative);
    }
}

internal sealed class Multiply : Operation
{
    protected override double Value(Node node, double[] x) => x[0] * x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        adjoint.AddProduct(node.Operands[0], derivative, node.Operands[1]);
        adjoint.AddProduct(node.Operands[1], derivative, node.Operands[0]);
    }
}

/// <summary>y = a / b: da += d / b, db -= d y / b.</summary>
internal sealed class Divide : Operation
{
    protected override double Value(Node node, double[] x) => x[0] / x[1];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        Node quotient = adjoint.Graph.Divide(derivative, node.Operands[1]);
        adjoint.Add(node.Operands[0], quotient);
        adjoint.Subtract(node.Operands[1], adjoint.Graph.Multiply(quotient, node));
    }
}

internal sealed class MultiplyAdd : Operation
{
    protected override double Value(Node node, double[] x) => (x[0] * x[1]) + x[2];

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        adjoint.AddProduct(node.Operands[0], derivative, node.Operands[1]);
        adjoint.AddProduct(node.Operands[1], derivative, node.Operands[0]);
        adjoint.Add(node.Operands[2], derivative);
    }
}

internal sealed class NegatedMultiplyAdd : Operation
{
    protected override double Value(Node node, double[] x) => x[2] - (x[0] * x[1]);

    internal override void PassOn(Adjoint adjoint, Node node, Node derivative)
    {
        adjoint.Subtract(node.Operands[0], adjoint.Graph.Multiply(derivative, node.Operands[1]));
        adjoint.Subtract(node.Operands[1], adjoint.Graph.Multiply(derivative, node.Operands[0]));
        adjoint.Add(node.Operands[2], derivative);
    }
}
