using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Formats.Onnx;

/// <summary>What a model must be before its graph is read.</summary>
internal static class OnnxModelCheck
{
    private const long NewestOpset = 22;

    internal static void Check(ModelBytes file, ModelProto model)
    {
        if (model.Graph is null)
        {
            throw file.Error("this model has no graph; a graph with an LSTM or GRU was expected.");
        }

        if (model.Functions.Count > 0)
        {
            throw file.Error($"this model has a function, {Text.Quote(model.Functions[0].Name)}, that its nodes call; nodes of ONNX's own operators were expected (inline it: onnx.inliner.inline_local_functions).");
        }

        if (model.TrainingInfo.Count > 0)
        {
            throw file.Error("this model has training_info, a graph of its training; a model for inference was expected.");
        }

        if (model.Graph.SparseInitializer.Count > 0)
        {
            throw file.Error($"tensor {Text.Quote(model.Graph.SparseInitializer[0].Values?.Name ?? "")} is sparse; dense tensors were expected.");
        }

        if (model.Graph.QuantizationAnnotation.Count > 0)
        {
            throw file.Error($"tensor {Text.Quote(model.Graph.QuantizationAnnotation[0].TensorName)} has a quantization_annotation; a model of floats was expected.");
        }

        long opset = Opset(model, "");
        if (opset is < 1 or > NewestOpset)
        {
            throw file.Error($"this model is of opset {opset} of ai.onnx; 1 to {NewestOpset} were expected.");
        }
    }

    /// <summary>The version of a domain; 1 of one that no node should be of, and of models from before there were several.</summary>
    internal static long Opset(ModelProto model, string domain)
        => model.OpsetImport.FirstOrDefault(each => each.Domain == domain || (domain.Length == 0 && each.Domain == "ai.onnx"))?.Version ?? 1;

    /// <summary>The numbers of dimensions that the value to begin with may have: that which the file says, or else the usual ones.</summary>
    internal static IEnumerable<int?> Ranks(ModelProto model, string? from)
    {
        if (from is null)
        {
            return [null];
        }

        ValueInfoProto? said = Infos(model.Graph).FirstOrDefault(info => info.Name == from && info.Type?.TensorType?.Shape is not null);
        return said is null ? [3, 2] : [said.Type.TensorType.Shape.Dim.Count];
    }

    private static IEnumerable<ValueInfoProto> Infos(GraphProto graph)
        => graph.Input.Concat(graph.ValueInfo).Concat(graph.Output).Concat(Inner(graph).SelectMany(Infos));

    /// <summary>The graphs inside of a graph.</summary>
    internal static IEnumerable<GraphProto> Inner(GraphProto graph)
        => graph.Node.SelectMany(node => node.Attribute).SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Prepend(attribute.G));
}
