using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Formats.Onnx;

/// <summary>Makes the model of what a graph computes.</summary>
internal sealed class NetworkAssembly(OnnxContext context, string format, GraphResult result)
{
    /// <summary>Layers that one attribute can have.</summary>
    private const int MostLayers = 16;

    internal LstmModelFile Build(ModelProto model)
    {
        List<Step> steps = LayerPath.Of(context, result.Output.Node, out InputNode input, out bool skip);
        if (result.From is { } from && input.Name != from)
        {
            throw context.File.Error($"{Text.Quote(result.Name)} is computed from {input.Origin}; {Text.Quote(from)}, which From says, was expected.");
        }

        if (!steps.Any(step => step.Node is RecurrentNode))
        {
            throw context.File.Error("there is no recurrent layer; an LSTM or GRU at least was expected.");
        }

        int width = Width(input, steps);
        var drafts = new DraftList(context);
        drafts.Add(width, steps);
        if (skip && drafts.Outputs != LstmOutputs.EveryStep)
        {
            throw context.File.Error("the inputs are added to outputs that are of all steps together, which no class does.");
        }

        var builder = new ModelBuilder(context.File, format) { Input = width, Skip = skip, Outputs = drafts.Outputs };
        if (drafts.Embedding is { Table: var table })
        {
            builder.AddEmbedding((int)table.Dimensions[0], (int)table.Dimensions[1], table.Floats);
        }

        AddLayers(builder, drafts.Layers);
        GraphNotes.Add(context, result, input, [.. steps.Select(step => step.Node).OfType<RecurrentNode>()]);
        builder.Notes.AddRange(context.Notes);
        foreach (StringStringEntryProto entry in model.MetadataProps)
        {
            builder.Metadata[entry.Key] = entry.Value;
        }

        builder.Graph = result.From is null ? new(input.Name, [.. Enumerable.Range(0, input.Axes.Rank).Select(dimension => Dimension(input.Axes, dimension))], result.Name) : null;
        return builder.Build();
    }

    private static GraphDimension Dimension(Axes axes, int dimension)
        => new(axes[dimension] switch { [{ Role: AxisRole.Time }] => GraphRole.Steps, [{ IsValues: true }] => GraphRole.Features, _ => GraphRole.Other }, axes.SizeOf(dimension));

    private int Width(InputNode input, List<Step> steps)
    {
        if (steps.Count > 0 && steps[0].Node is EmbeddingNode embedding)
        {
            return (int)embedding.Table.Dimensions[1];
        }

        // An input of which a single value is taken has not been asked for its values.
        int width = input.Values is null && steps.Count > 0 && steps[0].Node is SelectNode { Axis: { Role: AxisRole.Feature or AxisRole.Free, Size: { } size } } ? (int)size : input.Width;
        return width is >= 1 and <= 65536 ? width : throw context.File.Error($"{input.Origin} has steps of {width} values; 1 to 65536 were expected.");
    }

    private static void AddLayers(ModelBuilder builder, IReadOnlyList<LayerDraft> layers)
    {
        for (int at = 0; at < layers.Count;)
        {
            if (layers[at] is DenseDraft dense)
            {
                builder.AddDense(
                    new DenseAttribute(dense.Units) { Activation = dense.Activation, Alpha = dense.Alpha, Beta = dense.Beta, Softmax = dense.Softmax, Residual = dense.Residual }, dense.Weight, dense.Bias);
                at++;
                continue;
            }

            var first = (RecurrentDraft)layers[at];
            List<RecurrentDraft> stack = [.. layers.Skip(at).TakeWhile(each => each is RecurrentDraft next && Stacks(first, next)).Take(MostLayers).Cast<RecurrentDraft>()];
            Add(builder, first, stack.Count, [.. stack.SelectMany(each => each.Tensors)]);
            at += stack.Count;
        }
    }

    /// <summary>Whether two layers can be those of one attribute.</summary>
    private static bool Stacks(RecurrentDraft first, RecurrentDraft next)
        => first.Node.Hidden == next.Node.Hidden && first.Node.Direction == next.Node.Direction && first.Bias == next.Bias && first.Residual == next.Residual
            && (first.Node.Lstm?.Merge, first.Node.Gru?.Merge) == (next.Node.Lstm?.Merge, next.Node.Gru?.Merge)
            && LayerOptions.SameButDirection(Biased(first.Node.Lstm), Biased(next.Node.Lstm)) && LayerOptions.SameButDirection(Biased(first.Node.Gru), Biased(next.Node.Gru));

    private static LstmAttribute? Biased(LstmAttribute? layer) => layer is null ? null : Copy(layer, 1, bias: true, residual: false);

    private static GruAttribute? Biased(GruAttribute? layer) => layer is null ? null : Copy(layer, 1, bias: true, residual: false);

    private static void Add(ModelBuilder builder, RecurrentDraft first, int layers, IReadOnlyList<LayerTensors> tensors)
    {
        if (first.Node.Lstm is { } lstm)
        {
            builder.AddLstm(Copy(lstm, layers, first.Bias, first.Residual), tensors);
        }
        else
        {
            builder.AddGru(Copy(first.Node.Gru!, layers, first.Bias, first.Residual), tensors);
        }
    }

    private static LstmAttribute Copy(LstmAttribute layer, int layers, bool bias, bool residual)
    {
        LstmAttribute copy = LayerOptions.Copy(layer, new(layer.Hidden, layers));
        (copy.Bias, copy.Residual) = (bias, residual);
        return copy;
    }

    private static GruAttribute Copy(GruAttribute layer, int layers, bool bias, bool residual)
    {
        GruAttribute copy = LayerOptions.Copy(layer, new(layer.Hidden, layers));
        (copy.Bias, copy.Residual) = (bias, residual);
        return copy;
    }
}
