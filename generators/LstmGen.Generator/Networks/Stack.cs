using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>Layers of one size on top of each other and a head, as the short form of the attribute describes them.</summary>
internal static class Stack
{
    internal static Network Of(ModelSpec model)
    {
        var builder = new NetworkBuilder(model.Input, narrowInputs: model.Tokens == 0);
        builder.AddEmbedding(model.Embedding > 0 ? model.Tokens : 0);
        builder.AddStack(model.Stack.With(model.Weights), "", outputs: model.Outputs);
        return builder.Build(Name(model), model.Output, model.Bias) with { IsStack = true };
    }

    private static string Name(ModelSpec model)
        => $"{(model.Embedding > 0 ? $"v{model.Tokens}_" : "")}{model.Input}x{model.Hidden}{(model.Projection > 0 ? $"p{model.Projection}" : "")}x{model.Layers}"
            + (model.Direction == DirectionKind.Forward ? "" : $"_{model.Direction}{(model.Stack.IsBoth ? $"{model.Merge}" : "")}")
            + model.Cell.ZoneoutName
            + (model.Outputs == OutputsKind.EveryStep ? "" : $"_{model.Outputs}") + (model.Weights == NumbersKind.Single ? "" : $"_{model.Weights}");
}
