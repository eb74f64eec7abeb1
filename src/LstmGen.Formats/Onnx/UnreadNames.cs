using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Formats.Onnx;

/// <summary>What a graph has and no node reads: tensors are an error, nodes and inputs are told.</summary>
internal static class UnreadNames
{
    internal static void Check(OnnxContext context, GraphProto graph)
    {
        HashSet<string> read = [.. Read(graph)];
        foreach (TensorProto tensor in Tensors(graph))
        {
            if (!read.Contains(tensor.Name))
            {
                throw context.File.Error($"tensor {Text.Quote(tensor.Name)} is read by no node; no tensor beside those of the network was expected.");
            }
        }

        foreach (ValueInfoProto input in graph.Input.Where(input => !read.Contains(input.Name)))
        {
            context.Note($"Graph input {Text.Quote(input.Name)} is read by no node.");
        }

        foreach (NodeProto node in graph.Node.Where(node => !node.Output.Any(read.Contains)))
        {
            context.Note($"{OnnxNode.Name(node)} has no effect on the outputs of the graph.");
        }
    }

    private static IEnumerable<string> Read(GraphProto graph)
        => graph.Node.SelectMany(node => node.Input).Concat(graph.Output.Select(output => output.Name)).Concat(OnnxModelCheck.Inner(graph).SelectMany(Read));

    private static IEnumerable<TensorProto> Tensors(GraphProto graph) => graph.Initializer.Concat(OnnxModelCheck.Inner(graph).SelectMany(Tensors));
}
