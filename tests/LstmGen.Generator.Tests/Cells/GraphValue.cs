using LstmGen.Generator.Cells;

namespace LstmGen.Generator.Tests.Cells;

/// <summary>What a node computes, for each unit of a row: in double, or every value rounded to single as kernels do.</summary>
internal static class GraphValue
{
    internal static double Of(Node node, IReadOnlyDictionary<Quantity, double> inputs, bool single = false)
        => Of(node, inputs.ToDictionary(input => input.Key, input => new[] { input.Value }), single)[0];

    internal static double[] Of(Node node, IReadOnlyDictionary<Quantity, double[]> inputs, bool single = false)
    {
        int units = inputs.Values.First().Length;
        double[] value = node.Op switch
        {
            Op.Input => inputs[node.Quantity],
            Op.Constant => Operation.Of(node.Op).Values(node, [new double[units]]),
            _ => Operation.Of(node.Op).Values(node, [.. node.Operands.Select(operand => Of(operand, inputs, single))]),
        };
        return [.. Enumerable.Range(0, units).Select(unit => value[value.Length == units ? unit : 0]).Select(each => single ? (float)each : each)];
    }
}
