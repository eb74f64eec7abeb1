namespace LstmGen.Formats.Onnx;

/// <summary>What a user of a graph has to know to use a class in its place: the order of axes, and which inputs and outputs are states.</summary>
internal static class GraphNotes
{
    internal static void Add(OnnxContext context, GraphResult result, InputNode input, RecurrentNode[] layers)
    {
        string inputs = $"{(input.Name == result.From ? "Value" : "Graph input")} {Text.Quote(input.Name)} is {Shape(input.Axes)}";
        context.Note(input.Whole ? $"{inputs}: tokens; a class reads [time, batch]." : $"{inputs}; a class reads [time, batch, features].");
        context.Note($"Output {Text.Quote(result.Name)} is {Shape(result.Output.Axes)}.");
        if (context.Tensors.Rounded)
        {
            context.Note("Tensors of doubles were rounded to floats.");
        }

        for (int layer = 0; layer < layers.Length; layer++)
        {
            State(context, "h", layers[layer].HiddenInput, layer);
            State(context, "c", layers[layer].CellInput, layer);
        }

        if (layers.Any(layer => layer.Time is null))
        {
            context.Note("The graph computes one step at a time; a class reads any number of steps.");
        }

        foreach ((string name, FlowNode node) in result.States)
        {
            context.Note($"Output {Text.Quote(name)} holds {Held(context, name, node, layers)} after the last step: the state of a class has it.");
        }
    }

    private static void State(OnnxContext context, string what, string? input, int layer)
    {
        if (input is not null)
        {
            context.Note($"{what} of recurrent layer {layer} begins with {input}: the state of a class takes its place.");
        }
    }

    private static string Held(OnnxContext context, string name, FlowNode node, RecurrentNode[] layers) => node switch
    {
        PackNode pack => string.Join(", ", pack.Parts.Select(part => Held(context, name, part, layers))),
        SelectNode select => $"{Held(context, name, select.Source!, layers)} (direction {select.Start})",
        _ when Array.FindIndex(layers, layer => layer == node.Source || layer.Tensors.Intersect(((RecurrentNode)node.Source!).Tensors).Any()) is >= 0 and var layer
            => $"{(node is CellNode ? "c" : "h")} of recurrent layer {layer}",
        _ => throw context.File.Error($"output {Text.Quote(name)} is a state of {node.Source!.Origin}, which the output of the network does not depend on."),
    };

    /// <summary>The axes by their roles, those of one place as 1.</summary>
    private static string Shape(Axes axes) => axes.ToString();
}
