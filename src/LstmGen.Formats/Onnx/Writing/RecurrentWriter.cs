using DataType = LstmGen.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace LstmGen.Formats.Onnx.Writing;

/// <summary>Writes recurrent layers as nodes LSTM and GRU.</summary>
internal sealed class RecurrentWriter(GraphWriter graph, WrittenLayers layers, OnnxWriteOptions options)
{
    internal const string Lengths = "lengths";
    private readonly List<(string Name, string Value, int Directions, int Units)> _states = [];
    private int _count;

    /// <summary>The layers of an attribute; what they give and how many values that are.</summary>
    internal (string Value, int Width) Write(WrittenLayer layer, string value, int width, LstmOutputs outputs)
    {
        RecurrentTensors parts = layer.Layer switch
        {
            LstmAttribute lstm => new(layers, layer, LstmOptions.Check(layers, layer, lstm)),
            GruAttribute gru => new(layers, layer, LstmOptions.Check(layers, layer, gru)),
            _ => throw layers.Error($"ONNX has no node for layer {Text.Quote(layer.Name)}: it has exponential gates."),
        };
        for (int at = 0; at < parts.Layers; at++)
        {
            (value, width) = Layer(parts, at, value, width, at == parts.Layers - 1 ? outputs : LstmOutputs.EveryStep);
        }

        return (value, width);
    }

    /// <summary>Makes the states after the last step outputs of the graph.</summary>
    internal void WriteStates()
    {
        foreach ((string name, string value, int directions, int units) in _states)
        {
            graph.Output(name, value, directions, "batch", units);
        }
    }

    private (string Value, int Width) Layer(RecurrentTensors parts, int at, string value, int width, LstmOutputs outputs)
    {
        string number = Text.Number(_count++), type = parts.IsLstm ? "LSTM" : "GRU";
        List<string> inputs = [value, .. parts.Weights(graph, at, width, number), options.Lengths ? Lengths : "", State(parts, at, number, "h")];
        if (parts.IsLstm)
        {
            inputs.AddRange([State(parts, at, number, "c"), parts.Peepholes(graph, at, number)]);
        }

        while (inputs[^1].Length == 0)
        {
            inputs.RemoveAt(inputs.Count - 1);
        }

        string[] given = [.. new[] { "Y", "Y_h", "Y_c" }.Take(parts.IsLstm ? 3 : 2).Select(name => $"{name}_{number}")];
        graph.Add(type, inputs, given, [.. parts.Attributes()]);
        if (options.States)
        {
            _states.Add(($"h_{number}", given[1], parts.Directions, parts.Hidden));
            if (parts.IsLstm)
            {
                _states.Add(($"c_{number}", given[2], parts.Directions, parts.Hidden));
            }
        }

        int units = parts.Merge == LstmMerge.Concat ? parts.Directions * parts.Hidden : parts.Hidden;
        if (parts.Residual && units != width)
        {
            throw layers.Error($"the residual layer {Text.Quote(parts.Name)} reads {width} values and gives {units}.");
        }

        // The last row of each direction is Y_h; of a residual layer what it reads is added first.
        bool last = outputs == LstmOutputs.Last && !parts.Residual;
        string merged = Merged(parts, last ? given[1] : given[0], last);
        merged = parts.Residual ? graph.Add("Add", [merged, value]) : merged;
        return (last || outputs == LstmOutputs.EveryStep ? merged : Pooled(parts, merged, outputs), units);
    }

    /// <summary>[T, directions, B, H] or [directions, B, H] without the axis of directions.</summary>
    private string Merged(RecurrentTensors parts, string value, bool last)
    {
        int axis = last ? 0 : 1;
        if (parts.Directions == 1)
        {
            return graph.Add("Squeeze", [value, graph.Numbers(axis)]);
        }

        switch (parts.Merge)
        {
            case LstmMerge.Sum:
                return graph.Reduce("ReduceSum", value, axis);
            case LstmMerge.Average:
                return graph.Reduce("ReduceMean", value, axis);
            case LstmMerge.Multiply:
                string Side(int side) => graph.Add("Squeeze", [graph.Add("Slice", [value, graph.Numbers(side), graph.Numbers(side + 1), graph.Numbers(axis)]), graph.Numbers(axis)]);
                return graph.Add("Mul", [Side(0), Side(1)]);
            default:
                string turned = graph.Add("Transpose", [value], ("perm", last ? [1, 0, 2] : new long[] { 0, 2, 1, 3 }));
                return graph.Add("Reshape", [turned, last ? graph.Numbers(0, -1) : graph.Numbers(0, 0, -1)]);
        }
    }

    /// <summary>One row of all steps that count.</summary>
    private string Pooled(RecurrentTensors parts, string value, LstmOutputs outputs)
    {
        if (outputs == LstmOutputs.Last)
        {
            return options.Lengths || parts.Directions == 2
                ? throw layers.Error($"the last step of the residual layer {Text.Quote(parts.Name)} is not written as ONNX with lengths or two directions.")
                : graph.Add("Squeeze", [graph.Add("Slice", [value, graph.Numbers(parts.IsReverse ? 0 : -1), graph.Numbers(parts.IsReverse ? 1 : long.MaxValue), graph.Numbers(0)]), graph.Numbers(0)]);
        }

        if (!options.Lengths)
        {
            return graph.Reduce(outputs == LstmOutputs.Mean ? "ReduceMean" : "ReduceMax", value, 0);
        }

        // Steps [T, 1, 1] that come before the lengths [B, 1].
        string steps = graph.Add("Squeeze", [graph.Add("Slice", [graph.Add("Shape", [value]), graph.Numbers(0), graph.Numbers(1)]), graph.Numbers(0)]);
        string range = graph.Add("Range", [graph.Add("Squeeze", [graph.Numbers(0), graph.Numbers(0)]), steps, graph.Add("Squeeze", [graph.Numbers(1), graph.Numbers(0)])]);
        string lengths = graph.Add("Unsqueeze", [graph.Add("Cast", [Lengths], ("to", (long)DataType.Int64)), graph.Numbers(1)]);
        string counts = graph.Add("Less", [graph.Add("Unsqueeze", [range, graph.Numbers(1, 2)]), lengths]);
        string kept = graph.Add("Where", [counts, value, graph.Scalar(outputs == LstmOutputs.Mean ? 0 : float.MinValue)]);
        return outputs == LstmOutputs.Max ? graph.Reduce("ReduceMax", kept, 0)
            : graph.Add("Div", [graph.Reduce("ReduceSum", kept, 0), graph.Add("Cast", [lengths], ("to", (long)DataType.Float))]);
    }

    /// <summary>What h or c begins with: values of the file for each row, or an input.</summary>
    private string State(RecurrentTensors parts, int at, string number, string which)
    {
        if (parts.Initial(at, which == "h" ? "initial_hidden" : "initial_cell") is { } values)
        {
            string rows = graph.Floats($"initial_{which}_values_{number}", [parts.Directions, 1, parts.Hidden], values);
            string batch = graph.Add("Slice", [graph.Add("Shape", ["X"]), graph.Numbers(1), graph.Numbers(2)]);
            return graph.Add("Expand", [rows, graph.Add("Concat", [graph.Numbers(parts.Directions), batch, graph.Numbers(parts.Hidden)], ("axis", 0L))]);
        }

        return options.States ? graph.Input($"initial_{which}_{number}", DataType.Float, parts.Directions, "batch", parts.Hidden) : "";
    }
}
