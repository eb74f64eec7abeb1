using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Generator.Networks;

/// <summary>Puts a network together, node by node from the inputs on.</summary>
internal sealed class NetworkBuilder(int input, bool narrowInputs = true)
{
    private readonly List<PartSpec> _parts = [];
    private readonly List<LayerUse> _uses = [];
    private readonly List<NetworkNode> _nodes = [];

    private readonly HashSet<int> _pooled = [];

    /// <summary>Inputs up to which a first layer keeps their weights as floats: they are few beside those of h, and inputs have no bound that would make integers of them exact.</summary>
    private const int FewInputs = 16;

    /// <summary>What the next layer reads.</summary>
    internal int Current { get; private set; } = Network.Inputs;

    /// <summary>Values of a row of that.</summary>
    internal int Width { get; private set; } = input;

    /// <summary>A vector for each token, which the inputs are; before all layers.</summary>
    internal void AddEmbedding(int tokens)
    {
        if (tokens > 0)
        {
            _parts.Add(new(LstmStack.Embedding(tokens, Width), default));
        }
    }

    /// <summary>A layer without memory.</summary>
    internal void AddDense(DenseSpec dense, string prefix, bool residual)
    {
        int reads = Current;
        _parts.Add(new(new(prefix, "", LstmCells.Dense, Width, dense.Units, dense.Units, dense.Bias), dense.Cell));
        Add(new(NodeKind.Dense, reads, 0, _uses.Count, 0, dense.Units), dense.Layer(Width) with { Numbers = NumbersOf(dense.Numbers) }, _parts.Count - 1);
        if (dense.Softmax)
        {
            Add(new(NodeKind.Softmax, Current, 0, 0, 0, Width));
        }

        AddResidual(residual, reads);
    }

    /// <summary>Adds the first inputs of the network to what was added last.</summary>
    internal void AddInputs() => Add(new(NodeKind.Sum, Network.Inputs, Current, 0, 0, Width));

    /// <summary>Layers on top of each other, as torch.nn.LSTM has them.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="prefix">Before names of their tensors.</param>
    /// <param name="residual">Whether each layer adds what it reads to what it gives.</param>
    /// <param name="outputs">What becomes of the steps of the last one.</param>
    internal void AddStack(StackSpec stack, string prefix, bool residual = false, OutputsKind outputs = default)
    {
        var parts = new List<LstmPart>();
        LstmStack.Add(
            parts, prefix, stack.Cell.Layout, Width, stack.Layers, stack.Hidden, stack.Outputs, stack.Bias,
            stack.IsBoth, stack.Direction == DirectionKind.BothApart, stack.Merge == MergeKind.Concat);
        int first = _parts.Count;
        _parts.AddRange(parts.Select(part => new PartSpec(part, stack.Cell)));
        if (stack.Direction == DirectionKind.BothApart)
        {
            AddApart(stack, first, residual, outputs);
            AddPool(outputs);
            return;
        }

        if (stack.Direction == DirectionKind.Reverse)
        {
            AddReverse();
        }

        for (int layer = 0; layer < stack.Layers; layer++)
        {
            if (layer > 0)
            {
                _nodes[Current] = _nodes[Current] with { Drops = true };
            }

            int reads = Current;
            if (stack.Direction == DirectionKind.Both)
            {
                AddBoth(stack, first + (2 * layer), layer == stack.Layers - 1 ? outputs : default);
            }
            else
            {
                AddLayer(stack, first + layer);
            }

            AddResidual(residual, reads);
        }

        AddPool(outputs);
        if (stack.Direction == DirectionKind.Reverse)
        {
            AddReverse();
        }
    }

    /// <summary>The network, with a head that turns what was added last into outputs, or without.</summary>
    internal Network Build(string name, int output, bool bias, string headPrefix = ModelTensors.Head)
    {
        if (output > 0)
        {
            _parts.Add(new(new(headPrefix, "", LstmCells.Dense, Width, output, output, bias), default));
        }

        return new Network(
            name, new([.. _parts]), new([.. _uses]), new(WithBuffers()), Current, output > 0 ? new HeadSpec(Width, output) : null);
    }

    private void AddLayer(StackSpec stack, int part)
    {
        int state = _parts.Take(part).Count(each => each.Part.Recurs);
        NodeKind kind = stack.Cell.ResetsBefore ? NodeKind.ResetRowLayer : (stack.Cell.TakesRows, stack.Projection > 0) switch
        {
            (false, false) => NodeKind.Layer,
            (false, true) => NodeKind.ProjectedLayer,
            (true, false) => NodeKind.RowLayer,
            _ => NodeKind.ProjectedRowLayer,
        };
        LayerSpec inputs = stack.SumsLayer(_parts[part].Part.Features) with { Numbers = NumbersOf(stack.Numbers) };
        Add(new NetworkNode(kind, Current, 0, _uses.Count, state, stack.Outputs) { HiddenZoneout = stack.Cell.HiddenZoneout, CellZoneout = stack.Cell.CellZoneout });
        _uses.AddRange(stack.Cell.ResetsBefore
            ?
            [
                new(inputs, part, UseRole.Inputs), new(stack.SumsLayer(stack.Outputs, 2), part, UseRole.Hidden),
                new(stack.HalfLayer(CellKind.GruReset), part, UseRole.Reset), new(stack.SumsLayer(stack.Outputs, 1), part, UseRole.Candidate),
                new(stack.HalfLayer(CellKind.GruRest), part, UseRole.Cell),
            ]
            : stack.Cell.TakesRows
            ? [new(inputs, part, UseRole.Inputs), new(stack.SumsLayer(stack.Outputs), part, UseRole.Hidden), new(stack.CellLayer, part, UseRole.Cell)]
            : [new LayerUse(stack.Layer(_parts[part].Part.Features), part, UseRole.Layer)]);
        if (stack.Projection > 0)
        {
            _uses.Add(new(stack.ProjectionLayer, part, UseRole.Projection));
        }
    }

    /// <summary>What the weights of the inputs that are read now are held as.</summary>
    private NumbersKind NumbersOf(NumbersKind numbers)
    {
        bool first = Current == Network.Inputs || _nodes[Current] is { Kind: NodeKind.Reverse, Reads: Network.Inputs };
        return first && (!narrowInputs || Width <= FewInputs) ? NumbersKind.Single : numbers;
    }

    /// <summary>A stack in each direction, which meet at their ends.</summary>
    private void AddApart(StackSpec stack, int part, bool residual, OutputsKind outputs)
    {
        (int reads, int width) = (Current, Width);
        Layers(0);
        int forward = Current;
        (Current, Width) = (reads, width);
        AddReverse();
        Layers(1);
        AddReverse();
        AddMerge(stack, forward);

        void Layers(int direction)
        {
            for (int layer = 0; layer < stack.Layers; layer++)
            {
                if (layer > 0)
                {
                    _nodes[Current] = _nodes[Current] with { Drops = true };
                }

                int before = Current;
                AddLayer(stack, part + (2 * layer) + direction);
                AddResidual(residual, before);
            }

            AddLast(outputs);
        }
    }

    private void AddBoth(StackSpec stack, int part, OutputsKind outputs)
    {
        (int reads, int width) = (Current, Width);
        AddLayer(stack, part);
        AddLast(outputs);
        int forward = Current;
        (Current, Width) = (reads, width);
        AddReverse();
        AddLayer(stack, part + 1);
        AddLast(outputs);
        AddReverse();
        AddMerge(stack, forward);
    }

    /// <summary>What becomes of two directions, of which the backward one was added last.</summary>
    private void AddMerge(StackSpec stack, int forward)
    {
        NodeKind kind = stack.Merge switch
        {
            MergeKind.Sum => NodeKind.Sum,
            MergeKind.Multiply => NodeKind.Multiply,
            MergeKind.Average => NodeKind.Average,
            _ => NodeKind.Concat,
        };
        Add(new(kind, forward, Current, 0, 0, kind == NodeKind.Concat ? 2 * stack.Outputs : stack.Outputs));
    }

    /// <summary>What a layer read is added to what it gave; their widths have been compared.</summary>
    private void AddResidual(bool residual, int reads)
    {
        if (residual)
        {
            Add(new(NodeKind.Sum, reads, Current, 0, 0, Width));
        }
    }

    private void Add(NetworkNode node, LayerSpec layer, int part)
    {
        Add(node);
        _uses.Add(new(layer, part, UseRole.Layer));
    }

    /// <summary>Of one row there is nothing to turn around.</summary>
    private void AddReverse()
    {
        if (!_pooled.Contains(Current))
        {
            Add(new(NodeKind.Reverse, Current, 0, 0, 0, Width));
        }
    }

    /// <summary>What a direction has after its own last step, where that is wanted: a merge follows.</summary>
    private void AddLast(OutputsKind outputs) => AddPool(outputs == OutputsKind.Last ? outputs : default);

    /// <summary>One row of all steps, unless there is one already.</summary>
    private void AddPool(OutputsKind outputs)
    {
        if (outputs != OutputsKind.EveryStep && !_pooled.Contains(Current))
        {
            Add(new(outputs switch { OutputsKind.Last => NodeKind.Last, OutputsKind.Mean => NodeKind.Mean, _ => NodeKind.Max }, Current, 0, 0, 0, Width));
        }
    }

    private void Add(NetworkNode node)
    {
        _nodes.Add(node);
        (Current, Width) = (_nodes.Count - 1, node.Width);
        if (node.Pools || _pooled.Contains(node.Reads))
        {
            _pooled.Add(Current);
        }
    }

    /// <summary>
    /// A buffer is written again, by a node of the same width, once all nodes that read it are through. One row of all steps lies apart from rows of steps, of which a run
    /// takes some after others.
    /// </summary>
    private NetworkNode[] WithBuffers()
    {
        var buffers = new List<(int Width, bool Pooled, int Until)>();
        NetworkNode[] nodes = [.. _nodes];
        for (int node = 0; node < nodes.Length; node++)
        {
            int until = Enumerable.Range(node, nodes.Length - node).Where(reader => reader == node || nodes[reader].ReadsNode(node)).Max();
            int buffer = buffers.FindIndex(each => (each.Width, each.Pooled) == (nodes[node].Width, _pooled.Contains(node)) && each.Until < node);
            if (buffer < 0)
            {
                buffer = buffers.Count;
                buffers.Add(default);
            }

            buffers[buffer] = (nodes[node].Width, _pooled.Contains(node), node == Current ? nodes.Length : until);
            nodes[node] = nodes[node] with { Writes = buffer };
        }

        return nodes;
    }
}
