namespace LstmGen.Formats.Onnx;

/// <summary>A step of what is computed from the inputs of a graph, without the arrangement of its axes.</summary>
/// <param name="source">What it reads; null of an input.</param>
/// <param name="origin">The node of the graph, for messages.</param>
internal abstract class FlowNode(FlowNode? source, string origin)
{
    /// <summary>More than any network has in a row, and not too deep for a recursion.</summary>
    internal const int MostSteps = 1000;

    /// <summary>What it reads first.</summary>
    internal FlowNode? Source { get; } = source;

    internal string Origin { get; } = origin;

    /// <summary>The axes of the values of a step, the outer one first, unless it has its own those of what it reads; null of an input that nobody has read yet.</summary>
    internal Axis[]? Values
    {
        get => field ?? Source?.Values; // not deeper than MostSteps
        set;
    }

    /// <summary>How many values a step has; 0 where that is not known or more than any class has.</summary>
    internal int Width => Values is not null && Size.Of(Values).Known is >= 0 and <= int.MaxValue and var width ? (int)width : 0;

    /// <summary>Steps from an input to this one.</summary>
    internal virtual int Depth { get; } = source is null ? 0 : source.Depth + 1;
}

/// <summary>An input of the graph.</summary>
/// <param name="name">Its name.</param>
/// <param name="axes">How it lies.</param>
/// <param name="whole">Whether its elements are whole numbers.</param>
internal sealed class InputNode(string name, Axes axes, bool whole) : FlowNode(null, $"graph input {Text.Quote(name)}")
{
    internal string Name { get; } = name;

    internal Axes Axes { get; } = axes;

    internal bool Whole { get; } = whole;
}

/// <summary>Some places of one axis, which another one stands for then, or none where it is one place.</summary>
internal sealed class SelectNode(FlowNode source, Axis axis, long start, long count, string origin) : FlowNode(source, origin)
{
    internal Axis Axis { get; } = axis;

    internal Axis? Result { get; } = count == 1 ? null : new(count, $"{count} places of {axis}", axis.Role);

    internal long Start { get; } = start;

    internal long Count { get; } = count;
}

/// <summary>The vectors of tokens.</summary>
internal sealed class EmbeddingNode(FlowNode source, OnnxTensor table, string origin) : FlowNode(source, origin)
{
    /// <summary>[tokens, values].</summary>
    internal OnnxTensor Table { get; } = table;
}

/// <summary>W x, W [units, features].</summary>
internal sealed class DenseNode(FlowNode source, float[] weight, int units, string origin) : FlowNode(source, origin)
{
    internal float[] Weight { get; } = weight;

    internal int Units { get; } = units;
}

/// <summary>scale x + shift, of one value for all or one for each of a step.</summary>
internal sealed class ScaleNode(FlowNode source, float[] scale, float[] shift, string origin) : FlowNode(source, origin)
{
    internal float[] Scale { get; } = scale;

    internal float[] Shift { get; } = shift;
}

/// <summary>A function of each value.</summary>
internal sealed class ActivationNode(FlowNode source, LstmActivation function, float alpha, float beta, string origin) : FlowNode(source, origin)
{
    internal LstmActivation Function { get; } = function;

    internal float Alpha { get; } = alpha;

    internal float Beta { get; } = beta;
}

/// <summary>exp(x) over the sum of a step.</summary>
internal sealed class SoftmaxNode(FlowNode source, string origin) : FlowNode(source, origin);

/// <summary>A part of GELU as exporters write it out, which is no layer by itself.</summary>
/// <param name="source">x.</param>
/// <param name="kind">Which part.</param>
/// <param name="origin">The node.</param>
internal sealed class GeluPartNode(FlowNode source, GeluPart kind, string origin) : FlowNode(source, origin)
{
    internal GeluPart Kind { get; } = kind;
}

/// <summary>Parts of GELU.</summary>
internal enum GeluPart
{
    /// <summary>erf(x).</summary>
    Erf,

    /// <summary>x^2, of which x^3 is made.</summary>
    Square,

    /// <summary>x^3.</summary>
    Cube,

    /// <summary>x + 0.044715 x^3.</summary>
    TanhArgument,
}

/// <summary>x + y.</summary>
internal sealed class AddNode(FlowNode source, FlowNode other, string origin) : FlowNode(source, origin)
{
    internal FlowNode Other { get; } = other;

    internal override int Depth { get; } = Math.Max(source.Depth, other.Depth) + 1;
}

/// <summary>One row of all steps.</summary>
internal sealed class StepsNode(FlowNode source, LstmOutputs outputs, string origin) : FlowNode(source, origin)
{
    internal LstmOutputs Outputs { get; } = outputs;
}

/// <summary>c after the last step.</summary>
internal sealed class CellNode(RecurrentNode source, string origin) : FlowNode(source, origin);

/// <summary>States of several layers, packed.</summary>
internal sealed class PackNode(IReadOnlyList<FlowNode> parts, string origin) : FlowNode(parts[0], origin)
{
    /// <summary>The parts, none of them packed itself.</summary>
    internal IReadOnlyList<FlowNode> Parts { get; } = parts;
}
