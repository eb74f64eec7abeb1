using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>Layers of any kinds and sizes, as the attributes of the long form declare them. A last dense layer without an activation is the head.</summary>
internal static class Declared
{
    internal static Network Of(ModelSpec model)
    {
        var builder = new NetworkBuilder(model.Input, narrowInputs: model.Tokens == 0);
        LayerDeclaration? head = Head(model), last = model.Declared.LastOrDefault(layer => layer.Stack is not null);
        builder.AddEmbedding(model.Embedding > 0 ? model.Tokens : 0);
        foreach (LayerDeclaration layer in model.Declared.Where(layer => layer != head))
        {
            if (layer.Stack is { } stack)
            {
                builder.AddStack(stack.With(model.Weights), layer.Prefix, layer.Residual, layer == last ? model.Outputs : default);
            }
            else
            {
                builder.AddDense(layer.Dense! with { Numbers = model.Weights }, layer.Prefix, layer.Residual);
            }
        }

        if (model.Skip)
        {
            builder.AddInputs();
        }

        return builder.Build(Name(model, head), head?.Dense!.Units ?? 0, head?.Dense!.Bias ?? false, head?.Prefix ?? "");
    }

    /// <summary>The layer that is the head; null for none.</summary>
    internal static LayerDeclaration? Head(ModelSpec model)
        => !model.Skip && model.Declared.Last() is { Dense: { IsLinear: true }, Residual: false } last && model.Declared.Count > 1 ? last : null;

    private static string Name(ModelSpec model, LayerDeclaration? head)
        => $"{(model.Embedding > 0 ? $"v{model.Tokens}_" : "")}{model.Input}{string.Concat(model.Declared.Where(layer => layer != head).Select(Name))}{(model.Skip ? "_Skip" : "")}{(model.Outputs == OutputsKind.EveryStep ? "" : $"_{model.Outputs}")}{(model.Weights == NumbersKind.Single ? "" : $"_{model.Weights}")}";

    private static string Name(LayerDeclaration layer)
    {
        string residual = layer.Residual ? "r" : "";
        if (layer.Dense is { } dense)
        {
            return $"_d{dense.Units}{(dense.Softmax ? "Softmax" : "")}{residual}";
        }

        StackSpec stack = layer.Stack!;
        string direction = stack.Direction switch { DirectionKind.Reverse => "b", DirectionKind.Both => $"{stack.Merge}", DirectionKind.BothApart => $"Apart{stack.Merge}", _ => "" };
        string cell = stack.Cell.Kind switch { CellKind.Gru => stack.Cell.ResetsBefore ? "gb" : "g", CellKind.Slstm => "s", _ => "" };
        return $"_{cell}{stack.Hidden}{(stack.Cell.Heads > 1 ? $"h{stack.Cell.Heads}" : "")}{(stack.Projection > 0 ? $"p{stack.Projection}" : "")}x{stack.Layers}{direction}{residual}{stack.Cell.ZoneoutName}";
    }
}
