namespace LstmGen.Formats.Onnx;

/// <summary>What a graph gives: the outputs of a network, and states after the last step.</summary>
/// <param name="Name">The name of the output.</param>
/// <param name="Output">What computes it.</param>
/// <param name="States">Further outputs that are states, by their names.</param>
/// <param name="From">The value that the network begins with; null for a graph input.</param>
internal sealed record GraphResult(string Name, FlowValue Output, IReadOnlyList<(string Name, FlowNode Node)> States, string? From)
{
    internal static GraphResult Of(OnnxContext context, IReadOnlyList<(string Name, OnnxValue Value)> outputs, string? from)
    {
        List<(string Name, FlowValue Value)> values = [], states = [];
        foreach ((string name, OnnxValue value) in outputs)
        {
            FlowValue flow = value switch
            {
                ErrorValue wrong => throw wrong.Error,
                FlowValue { Node: not InputNode } computed => computed,
                _ => throw context.File.Error($"output {Text.Quote(name)} is computed by no layer; what a network gives was expected."),
            };
            (Onnx.States.IsState(flow.Node) ? states : values).Add((name, flow));
        }

        // Without outputs of every step, h after the last one is the output.
        if (values.Count == 0 && states.FindIndex(state => IsHidden(state.Value.Node)) is >= 0 and var last)
        {
            values.Add(states[last]);
            states.RemoveAt(last);
        }

        return values.Count == 1 ? new(values[0].Name, values[0].Value, [.. states.Select(state => (state.Name, state.Value.Node))], from)
            : throw context.File.Error(values.Count == 0 ? "the graph has no output but states; what a network gives was expected."
                : $"the graph has the outputs {string.Join(", ", values.Take(6).Select(value => Text.Quote(value.Name)))}; a class has one: To of the options names it.");
    }

    private static bool IsHidden(FlowNode node) => node is StepsNode or SelectNode { Source: StepsNode };
}
