namespace LstmGen.Formats.Onnx;

/// <summary>What LSTM and GRU have in common: sizes, directions, weights, and what they read.</summary>
internal sealed class RecurrentShape
{
    private const int MostUnits = 4096;
    private readonly int _gates;
    private readonly OnnxTensor _input;
    private readonly OnnxTensor _recurrent;
    private readonly OnnxNode _node;

    private RecurrentShape(OnnxNode node, int gates, OnnxTensor input, OnnxTensor recurrent)
        => (_node, _gates, _input, _recurrent) = (node, gates, input, recurrent);

    internal required FlowNode Source { get; init; }

    internal required Axis[] Time { get; init; }

    internal required Axis[] Batch { get; init; }

    internal required int Hidden { get; init; }

    internal required LstmDirection Direction { get; init; }

    internal required bool BatchFirst { get; init; }

    /// <summary>[directions, 2 * rows].</summary>
    internal OnnxTensor? Bias { get; init; }

    internal int Directions => Direction == LstmDirection.Both ? 2 : 1;

    internal static RecurrentShape Of(OnnxNode node, int gates, OnnxTensor input, OnnxTensor recurrent)
    {
        string named = node.String("direction", "forward");
        LstmDirection direction = named switch
        {
            "forward" => LstmDirection.Forward, "reverse" => LstmDirection.Reverse, "bidirectional" => LstmDirection.Both,
            _ => throw node.Error($"has the direction {Text.Quote(named)}; forward, reverse or bidirectional was expected"),
        };
        int directions = direction == LstmDirection.Both ? 2 : 1;
        long hidden = recurrent.Rank == 3 ? recurrent.Dimensions[2] : 0, features = input.Rank == 3 ? input.Dimensions[2] : 0;
        if (hidden is < 1 or > MostUnits || features is < 1 or > 65536
            || !input.Dimensions.AsSpan().SequenceEqual([directions, gates * hidden, features]) || !recurrent.Dimensions.AsSpan().SequenceEqual([directions, gates * hidden, hidden]))
        {
            throw node.Error($"has weights W {input.Shape} and R {recurrent.Shape}; [{directions}, {gates}H, inputs] and [{directions}, {gates}H, H] with H of 1 to {MostUnits} were expected");
        }

        if (node.Int("hidden_size", hidden) != hidden)
        {
            throw node.Error($"has another hidden_size than the {hidden} units of its weights");
        }

        OnnxTensor? bias = node.Has(3) ? node.Tensor(3, "bias B") : null;
        if (bias is not null && !bias.Dimensions.AsSpan().SequenceEqual([directions, 2 * gates * hidden]))
        {
            throw node.Error($"has a bias B {bias.Shape}; [{directions}, {2 * gates * hidden}] was expected");
        }

        if (node.Opset < 7)
        {
            node.Skip("output_sequence"); // says whether Y is wanted
        }

        bool batchFirst = node.Opset >= 14 && node.Int("layout", 0) != 0;
        FlowValue x = node.Flow(0);
        if (x.Axes.Rank != 3)
        {
            throw node.Error($"reads {x.Axes}; three dimensions were expected");
        }

        Values.Require(node, x, 2);
        if (ArithmeticOperators.Width(node, x, features) != features)
        {
            throw node.Error($"reads {x.Node.Width} values a step; the {features} of its weights W were expected");
        }

        var shape = new RecurrentShape(node, gates, input, recurrent)
        {
            Source = x.Node, Hidden = (int)hidden, Direction = direction, Bias = bias, BatchFirst = batchFirst,
            Time = Role(node, x.Axes[batchFirst ? 1 : 0], AxisRole.Time), Batch = Role(node, x.Axes[batchFirst ? 0 : 1], AxisRole.Batch),
        };
        shape.Lengths(4);
        return shape;
    }

    /// <summary>The tensors of a direction, rows in the order of a class.</summary>
    internal LayerTensors Tensors(int direction, string from, string rows)
    {
        _node.Context.Budget.Take(4L * (_input.Floats.Length + _recurrent.Floats.Length) / Directions);
        int height = _gates * Hidden;
        return new()
        {
            InputWeights = Gates.Reorder(Part(_input, direction), from, rows),
            RecurrentWeights = Gates.Reorder(Part(_recurrent, direction), from, rows),
            InputBias = Bias is null ? null : Gates.Reorder(Part(Bias, direction)[..height], from, rows),
            RecurrentBias = Bias is null ? null : Gates.Reorder(Part(Bias, direction)[height..], from, rows),
        };
    }

    private ReadOnlySpan<float> Part(OnnxTensor tensor, int direction) => tensor.Floats.AsSpan(tensor.Floats.Length / Directions * direction, tensor.Floats.Length / Directions);

    /// <summary>Lengths are what a run of a class is given; those of the file must say nothing.</summary>
    private void Lengths(int input)
    {
        if (!_node.Has(input))
        {
            return;
        }

        switch (_node.Input(input))
        {
            case FlowValue { Node: InputNode lengths }:
                _node.Context.Note($"Graph input {Text.Quote(lengths.Name)} holds the lengths of {_node.Origin}: give them to Run.");
                break;
            case NumbersValue numbers when numbers.Elements.All(each => Size.Compare(each, Size.Of(Time)).Known == 1):
                break;
            default:
                throw _node.Error($"has lengths of sequences {Text.Quote(_node.InputName(input))} that are fixed or computed; none, a graph input, or those of the whole sequence were expected");
        }
    }

    private static Axis[] Role(OnnxNode node, Axis[] axes, AxisRole role)
    {
        Axis[] wide = Values.Wide(axes);
        if (wide.Length > 1 || wide.Any(axis => axis.Role != AxisRole.Free && axis.Role != role))
        {
            throw node.Error($"reads {string.Join(" * ", axes.AsEnumerable())} as its {role.ToString().ToLowerInvariant()}");
        }

        foreach (Axis axis in axes.Where(axis => axis.Role == AxisRole.Free))
        {
            axis.Role = role;
        }

        return axes;
    }
}
