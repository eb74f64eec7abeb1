namespace LstmGen.Formats.Onnx;

/// <summary>A step on the way from the inputs to the outputs.</summary>
/// <param name="Node">The step.</param>
/// <param name="Begins">Whether what it reads is added to what its layer gives.</param>
/// <param name="Ends">Whether it is the last of such a layer.</param>
internal readonly record struct Step(FlowNode Node, bool Begins, bool Ends);

/// <summary>The way from the output of a network back to its input: one layer behind the other, where sums are residual layers or add the inputs at the end.</summary>
internal static class LayerPath
{
    /// <summary>The steps, from the input on, without the input itself.</summary>
    /// <param name="context">For messages.</param>
    /// <param name="output">What computes the output.</param>
    /// <param name="input">What the way leads to.</param>
    /// <param name="skip">Whether the first inputs are added to the outputs.</param>
    internal static List<Step> Of(OnnxContext context, FlowNode output, out InputNode input, out bool skip)
    {
        List<Step> steps = [];
        InputNode? skipped = null;
        FlowNode node = output;
        while (node.Source is { } source)
        {
            if (node is not AddNode sum)
            {
                steps.Add(new(node, false, false));
                node = source;
            }
            else if (Layer(source, sum.Other) is { } first)
            {
                steps.AddRange(first);
                node = sum.Other;
            }
            else if (Layer(sum.Other, source) is { } second)
            {
                steps.AddRange(second);
                node = source;
            }
            else if (steps.Count == 0 && (Skipped(source) ?? Skipped(sum.Other)) is { } begin)
            {
                skipped = begin;
                node = Skipped(source) is not null ? sum.Other : source;
            }
            else
            {
                throw context.File.Error($"{sum.Origin} adds two values, which no class does but for a residual layer, that adds what it reads, or the inputs at the end.");
            }
        }

        steps.Reverse();
        input = (InputNode)node;
        skip = skipped is not null;
        return skipped is null || skipped == input ? steps : throw context.File.Error($"{output.Origin} adds {skipped.Origin} to what is computed from {input.Origin}; a class has one input.");
    }

    /// <summary>The steps of one layer between two values; null where there are none, several layers, or something after a layer that is no part of it.</summary>
    private static List<Step>? Layer(FlowNode end, FlowNode begin)
    {
        List<FlowNode> nodes = [];
        for (FlowNode? node = end; node is not null && node != begin && nodes.Count < 4; node = node.Source)
        {
            nodes.Add(node);
        }

        bool fits = nodes.Count > 0 && nodes[^1].Source == begin && nodes[^1] switch
        {
            RecurrentNode => nodes.Count == 1,
            DenseNode => nodes.SkipLast(1).Select((node, at) => node is ScaleNode || (at == 0 && node is ActivationNode)).All(part => part),
            _ => false,
        };
        return fits ? [.. nodes.Select((node, at) => new Step(node, Begins: at == nodes.Count - 1, Ends: at == 0))] : null;
    }

    /// <summary>The input that a value is, or is the first values of.</summary>
    private static InputNode? Skipped(FlowNode node) => node switch
    {
        InputNode { Whole: false } input => input,
        SelectNode { Start: 0, Source: InputNode { Whole: false } input, Axis.Role: AxisRole.Feature or AxisRole.Free } => input,
        _ => null,
    };
}
