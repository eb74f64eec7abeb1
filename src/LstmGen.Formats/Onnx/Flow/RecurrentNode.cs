namespace LstmGen.Formats.Onnx;

/// <summary>A recurrent layer, in one direction or both.</summary>
internal sealed class RecurrentNode : FlowNode
{
    internal RecurrentNode(FlowNode source, LstmAttribute? lstm, GruAttribute? gru, IReadOnlyList<LayerTensors> tensors, string origin)
        : base(source, origin)
    {
        (Lstm, Gru, Tensors) = (lstm, gru, tensors);
        Last = new(this, LstmOutputs.Last, origin);
        Cell = new(this, origin);
    }

    internal LstmAttribute? Lstm { get; }

    internal GruAttribute? Gru { get; }

    /// <summary>Of each direction.</summary>
    internal IReadOnlyList<LayerTensors> Tensors { get; }

    internal LstmDirection Direction => Lstm?.Direction ?? Gru!.Direction;

    internal int Hidden => Lstm?.Hidden ?? Gru!.Hidden;

    internal bool IsBoth => Direction == LstmDirection.Both;

    /// <summary>The axis of steps; null where the graph computes one step at a time.</summary>
    internal Axis? Time { get; init; }

    internal Axis? Batch { get; init; }

    /// <summary>The inputs of the graph that h and c begin with, as messages call them.</summary>
    internal string? HiddenInput { get; init; }

    internal string? CellInput { get; init; }

    /// <summary>h after the last step of each direction (Y_h).</summary>
    internal StepsNode Last { get; }

    internal CellNode Cell { get; }

    /// <summary>The two directions of a layer whose outputs are merged, or two layers of one direction each that read the same.</summary>
    internal RecurrentNode Merged(LstmMerge merge) => Copy(LstmDirection.Both, merge, Tensors, merge == LstmMerge.Concat ? Values! : [Values![^1]], HiddenInput, CellInput);

    /// <summary>This layer and one that reads the same backwards; null where they are no pair.</summary>
    internal RecurrentNode? Pair(RecurrentNode backward)
        => Source == backward.Source && Direction == LstmDirection.Forward && backward.Direction == LstmDirection.Reverse && Hidden == backward.Hidden
            && LayerOptions.SameButDirection(Lstm, backward.Lstm) && LayerOptions.SameButDirection(Gru, backward.Gru) && (Lstm is null) == (backward.Lstm is null)
            ? Copy(
                LstmDirection.Both, LstmMerge.Concat, [.. Tensors, .. backward.Tensors], [new Axis(2, "directions", AxisRole.Direction), Values![^1]],
                Joined(HiddenInput, backward.HiddenInput), Joined(CellInput, backward.CellInput))
            : null;

    private static string? Joined(string? first, string? second) => first is null ? second : second is null ? first : $"{first} and {second}";

    private RecurrentNode Copy(LstmDirection direction, LstmMerge merge, IReadOnlyList<LayerTensors> tensors, Axis[] values, string? hidden, string? cell)
    {
        LstmAttribute? lstm = Lstm is null ? null : LayerOptions.Copy(Lstm, new(Lstm.Hidden));
        GruAttribute? gru = Gru is null ? null : LayerOptions.Copy(Gru, new(Gru.Hidden));
        if (lstm is not null)
        {
            (lstm.Direction, lstm.Merge) = (direction, merge);
        }

        if (gru is not null)
        {
            (gru.Direction, gru.Merge) = (direction, merge);
        }

        return new(Source!, lstm, gru, tensors, Origin) { Values = values, Time = Time, Batch = Batch, HiddenInput = hidden, CellInput = cell };
    }
}
