namespace LstmGen.TestKit.Reference;

/// <summary>Reference networks of shapes, by PyTorch's names.</summary>
internal static class ReferenceNetworks
{
    /// <summary>The network of the short form.</summary>
    internal static ReferenceNode Of(LstmShape shape, string prefix = "")
    {
        var nodes = new List<ReferenceNode>();
        int width = shape.Input, index = 0;
        if (shape.Direction == LstmDirection.BothApart)
        {
            nodes.Add(Pooled(Apart(shape, prefix), shape.Outputs == LstmOutputs.Last ? default : shape.Outputs));
        }

        for (int layer = 0; layer < shape.Layers && shape.Direction != LstmDirection.BothApart; layer++)
        {
            nodes.Add(Layer(shape, prefix, $"_l{layer}", width, ref index, layer == shape.Layers - 1 ? shape.Outputs : default));
            width = Width(shape);
        }

        if (shape.Output > 0)
        {
            nodes.Add(new ReferenceDense("head.", shape.Output));
        }

        return new ReferenceChain([.. nodes]);
    }

    /// <summary>Values that a layer gives.</summary>
    internal static int Width(LstmShape shape)
        => (shape.Projection > 0 ? shape.Projection : shape.Hidden) * (shape is { Direction: >= LstmDirection.Both, Merge: LstmMerge.Concat } ? 2 : 1);

    /// <summary>Values of h of each recurrent layer and direction.</summary>
    internal static int[] Hidden(LstmShape shape) => Repeated(shape, shape.Projection > 0 ? shape.Projection : shape.Hidden);

    /// <summary>Values of c of each recurrent layer and direction.</summary>
    internal static int[] Cells(LstmShape shape) => Repeated(shape, shape.Hidden);

    private static int[] Repeated(LstmShape shape, int width) => [.. Enumerable.Repeat(width, shape.Layers * (shape.Direction >= LstmDirection.Both ? 2 : 1))];

    /// <summary>One layer, in the directions it has.</summary>
    internal static ReferenceNode Layer(LstmShape shape, string prefix, string suffix, int width, ref int index, LstmOutputs outputs = default)
    {
        int first = index;
        index += shape.Direction == LstmDirection.Both ? 2 : 1;
        return Directions(
            shape.Direction, shape.Merge, outputs, Direction(shape, first, prefix, suffix, width), () => Direction(shape, first + 1, prefix, $"{suffix}_reverse", width));
    }

    /// <summary>A layer in the directions it has, and what becomes of its steps: each direction has a last step of its own.</summary>
    internal static ReferenceNode Directions(LstmDirection direction, LstmMerge merge, LstmOutputs outputs, ReferenceNode forward, Func<ReferenceNode> backward)
    {
        LstmOutputs last = outputs == LstmOutputs.Last ? outputs : default;
        return direction switch
        {
            LstmDirection.Reverse => new ReferenceReversed(Pooled(forward, outputs)),
            LstmDirection.Both => Pooled(new ReferencePair(Pooled(forward, last), new ReferenceReversed(Pooled(backward(), last)), merge), outputs == last ? default : outputs),
            _ => Pooled(forward, outputs),
        };
    }

    /// <summary>A node, and what becomes of its steps.</summary>
    internal static ReferenceNode Pooled(ReferenceNode node, LstmOutputs outputs) => outputs == default ? node : new ReferenceChain(node, new ReferencePool(outputs));

    /// <summary>Rows of outputs of so many steps.</summary>
    internal static int OutputSteps(LstmShape shape, int steps) => shape.Outputs == default ? steps : 1;

    /// <summary>A stack in each direction; their states come in turn, layer after layer.</summary>
    private static ReferencePair Apart(LstmShape shape, string prefix)
    {
        ReferenceNode[] Stack(int direction, string suffix) =>
        [
            .. Enumerable.Range(0, shape.Layers).Select(layer => Direction(
                shape, (2 * layer) + direction, prefix, $"_l{layer}{suffix}", layer == 0 ? shape.Input : shape.Projection > 0 ? shape.Projection : shape.Hidden)),
        ];
        LstmOutputs last = shape.Outputs == LstmOutputs.Last ? shape.Outputs : default;
        return new(Pooled(new ReferenceChain(Stack(0, "")), last), new ReferenceReversed(Pooled(new ReferenceChain(Stack(1, "_reverse")), last)), shape.Merge);
    }

    /// <summary>A layer of gated recurrent units.</summary>
    internal static ReferenceNode Gru(string prefix, string suffix, int index, int width, int units, ReferenceActivation? gate = null, ReferenceActivation? candidate = null, bool resetAfter = true, float zoneout = 0)
        => new ReferenceBeginning(
            Zoned(!resetAfter ? new ReferenceResetGru(
                index, units, [$"{prefix}weight_ih{suffix}", $"{prefix}weight_hh{suffix}", $"{prefix}bias_ih{suffix}", $"{prefix}bias_hh{suffix}"],
                gate ?? new(LstmActivation.Sigmoid), candidate ?? new(LstmActivation.Tanh))
            : new ReferenceRowLayer(
                index, width, units, 3, ($"{prefix}weight_ih{suffix}", $"{prefix}weight_hh{suffix}", $"{prefix}bias_ih{suffix}", $"{prefix}bias_hh{suffix}", null), [],
                ReferenceRowCells.Gru(gate, candidate)), index, zoneout, 0),
            index, prefix, suffix);

    /// <summary>A layer of LSTMs with exponential gates.</summary>
    internal static ReferenceNode Slstm(string prefix, string suffix, int index, int width, int units, bool exponentialForget, int heads = 1)
        => new ReferenceRowLayer(
            index, width, units, 4,
            ($"{prefix}weight_ih_ifzo{suffix}", $"{prefix}weight_hh_ifzo{suffix}", $"{prefix}bias_ih_ifzo{suffix}", $"{prefix}bias_hh_ifzo{suffix}", null), [],
            ReferenceRowCells.Slstm(exponentialForget), heads: heads);

    private static ReferenceNode Direction(LstmShape shape, int index, string prefix, string suffix, int width)
        => new ReferenceBeginning(
            Zoned(Cell(shape, index, prefix, suffix, width), index, shape.CellOptions.HiddenZoneout, shape.CellOptions.CellZoneout), index, prefix, suffix);

    private static ReferenceNode Zoned(ReferenceNode layer, int index, float hidden, float cell) => hidden == 0 && cell == 0 ? layer : new ReferenceZoneout(layer, index, hidden, cell);

    private static ReferenceNode Cell(LstmShape shape, int index, string prefix, string suffix, int width)
    {
        string gates = ReferenceModels.Rows(shape.CellOptions.CoupledGates);
        if (shape.CellOptions.Norm != LstmNorm.None)
        {
            bool sums = shape.CellOptions.Norm == LstmNorm.Sums;
            string Name(string tensor) => $"{prefix}{tensor}{gates}{suffix}";
            return new ReferenceRowLayer(
                index, width, shape.Hidden, shape.Gates,
                (Name("weight_ih"), Name("weight_hh"), sums ? Name("bias_ih") : null, sums ? Name("bias_hh") : null, shape.Projection > 0 ? $"{prefix}weight_hr{suffix}" : null),
                ReferenceRowCells.Vectors(shape.CellOptions, prefix, suffix), ReferenceRowCells.Lstm(shape.CellOptions, prefix, suffix), ReferenceModels.Bound(shape.CellOptions.ProjectionClip));
        }

        string[] names =
        [
            $"weight_ih{gates}", $"weight_hh{gates}", $"bias_ih{gates}", $"bias_hh{gates}", "weight_hr", "peephole_i", "peephole_f", "peephole_o",
        ];
        return new ReferenceRecurrent(
            index, [.. names.Select(name => prefix + name + suffix)],
            new ReferenceLayer(width, shape.Hidden, [], [], [], [])
            {
                Outputs = shape.Projection > 0 ? shape.Projection : shape.Hidden,
                ProjectionClip = ReferenceModels.Bound(shape.CellOptions.ProjectionClip),
                Coupled = shape.CellOptions.CoupledGates,
                Gate = ReferenceModels.Gate(shape.CellOptions),
                Candidate = ReferenceModels.Candidate(shape.CellOptions),
                Output = ReferenceModels.Output(shape.CellOptions),
                Clip = ReferenceModels.Bound(shape.CellOptions.Clip),
                CellClip = ReferenceModels.Bound(shape.CellOptions.CellClip),
            });
    }
}
