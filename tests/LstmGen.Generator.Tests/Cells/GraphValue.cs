using LstmGen.Generator.Cells;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>What a node computes, in double.</summary>
internal static class GraphValue
{
    internal static double Of(Node node, IReadOnlyDictionary<string, double> inputs)
    {
        double X(int operand) => Of(node.Operands[operand], inputs);
        return node.Op switch
        {
            Op.Input => inputs[node.Name!],
            Op.Constant => BitConverter.UInt32BitsToSingle(node.Bits),
            Op.Add => X(0) + X(1),
            Op.Subtract => X(0) - X(1),
            Op.Multiply => X(0) * X(1),
            Op.MultiplyAdd => (X(0) * X(1)) + X(2),
            Op.NegatedMultiplyAdd => X(2) - (X(0) * X(1)),
            Op.Sigmoid => 1 / (1 + Math.Exp(-X(0))),
            Op.Tanh => Math.Tanh(X(0)),
            _ => throw new InvalidOperationException($"A cell has no {node.Op}."),
        };
    }
}
