namespace LstmGen.Formats.Onnx;

/// <summary>Turns the steps of a network into layers. Factors and sums go into the weights beside them; what stands alone becomes a dense layer of its own.</summary>
internal sealed class DraftList(OnnxContext context)
{
    private readonly List<LayerDraft> _layers = [];
    private float[]? _scale;
    private float[]? _shift;
    private int _width;

    internal IReadOnlyList<LayerDraft> Layers => _layers;

    internal EmbeddingNode? Embedding { get; private set; }

    internal LstmOutputs Outputs { get; private set; }

    private bool IsPooled => Outputs != LstmOutputs.EveryStep;

    /// <summary>Adds the steps, from the inputs on.</summary>
    /// <param name="width">Values of a step of the inputs.</param>
    /// <param name="steps">The steps.</param>
    internal void Add(int width, IEnumerable<Step> steps)
    {
        _width = width;
        foreach (Step step in steps)
        {
            if (step.Begins)
            {
                Flush();
            }

            Add(step.Node);
            if (step.Ends)
            {
                _layers[^1].Residual = true;
            }
        }

        Flush();
    }

    private void Add(FlowNode node)
    {
        switch (node)
        {
            case EmbeddingNode embedding:
                Embedding = embedding;
                break;
            case SelectNode select:
                Dense(Selected(select), null, (int)select.Count);
                break;
            case DenseNode dense:
                Dense(Scaled(dense.Weight, dense.Units), Sums(dense.Weight, null), dense.Units, fold: false);
                break;
            case ScaleNode scale:
                Scale(scale);
                break;
            case ActivationNode activation:
                DenseDraft active = Linear($"{node.Origin} stands alone and became a dense layer with the matrix of ones.");
                (active.Activation, active.Alpha, active.Beta) = (activation.Function, activation.Alpha, activation.Beta);
                break;
            case SoftmaxNode:
                Flush();
                (_layers.LastOrDefault() is DenseDraft { Softmax: false, Residual: false } last ? last : Linear($"{node.Origin} stands alone and became a dense layer with the matrix of ones.")).Softmax = true;
                break;
            case RecurrentNode recurrent:
                Recurrent(recurrent);
                break;
            case StepsNode steps:
                Steps(steps);
                break;
            default:
                throw context.File.Error($"{node.Origin} is no layer of a class, nor a part of one.");
        }

        _width = node.Width > 0 ? node.Width : _width;
    }

    private void Dense(float[] weight, float[]? bias, int units, bool fold = true)
    {
        if (fold)
        {
            Flush();
        }

        _layers.Add(new DenseDraft(weight, bias, units));
        (_scale, _shift) = (null, null);
    }

    private void Scale(ScaleNode node)
    {
        float At(float[] values, int at) => values[values.Length == 1 ? 0 : at];
        if (_layers.LastOrDefault() is DenseDraft { IsLinear: true } dense && _scale is null)
        {
            if (node.Scale.AsSpan().ContainsAnyExcept(1f))
            {
                int columns = dense.Weight.Length / dense.Units;
                context.Budget.Take(4L * dense.Weight.Length);
                dense.Weight = [.. dense.Weight.Select((value, at) => value * At(node.Scale, at / columns))];
            }

            dense.Bias = [.. Enumerable.Range(0, dense.Units).Select(at => (float)(((dense.Bias?[at] ?? 0.0) * At(node.Scale, at)) + At(node.Shift, at)))];
            return;
        }

        context.Budget.Take(8L * _width);
        (float[] scale, float[] shift) = (_scale ?? [1], _shift ?? [0]);
        _scale = [.. Enumerable.Range(0, _width).Select(at => At(scale, at) * At(node.Scale, at))];
        _shift = [.. Enumerable.Range(0, _width).Select(at => (At(shift, at) * At(node.Scale, at)) + At(node.Shift, at))];
    }

    private void Recurrent(RecurrentNode node)
    {
        if (IsPooled)
        {
            throw context.File.Error($"{node.Origin} reads one row of all steps; the steps of a sequence were expected.");
        }

        bool bias = _shift?.AsSpan().ContainsAnyExcept(0f) == true || (node.Lstm?.Bias ?? node.Gru!.Bias);
        _layers.Add(new RecurrentDraft(node, _scale is null ? node.Tensors : [.. node.Tensors.Select(part => part with
        {
            InputWeights = Scaled(part.InputWeights, part.InputWeights.Length / _width), InputBias = Sums(part.InputWeights, part.InputBias),
        })])
        {
            Bias = bias,
        });
        (_scale, _shift) = (null, null);
    }

    private void Steps(StepsNode node)
    {
        FlowNode? below = node.Source;
        while (below is not (null or RecurrentNode))
        {
            below = below.Source;
        }

        if (below is RecurrentNode { Time: null } && node.Outputs == LstmOutputs.Last)
        {
            return; // a graph of one step
        }

        int recurrent = _layers.FindLastIndex(layer => layer is RecurrentDraft);
        bool linear = _layers.Skip(recurrent + 1).All(layer => layer is DenseDraft { IsLinear: true });
        bool fits = recurrent >= 0 && !IsPooled && node.Outputs switch { LstmOutputs.Last => true, LstmOutputs.Mean => linear, _ => recurrent == _layers.Count - 1 && _scale is null };
        Outputs = fits ? node.Outputs
            : throw context.File.Error($"{node.Origin} makes one row of the steps of {node.Source!.Origin}; a class does so with what its last recurrent layer gives, once.");
    }

    /// <summary>A dense layer without an activation to give one to: the last one, or one of ones.</summary>
    private DenseDraft Linear(string note)
    {
        Flush();
        if (_layers.LastOrDefault() is not DenseDraft { IsLinear: true })
        {
            context.Note(note);
            Diagonal([1], null);
        }

        return (DenseDraft)_layers[^1];
    }

    /// <summary>What is left of factors and sums becomes a layer.</summary>
    private void Flush()
    {
        if (_scale is not null)
        {
            context.Note("Factors and sums that no weights stand beside became a dense layer with a diagonal matrix.");
            Diagonal(_scale, _shift);
        }
    }

    private void Diagonal(float[] scale, float[]? shift)
    {
        context.Budget.Take(8L * _width * _width);
        var weight = new float[_width * _width];
        for (int at = 0; at < _width; at++)
        {
            weight[(at * _width) + at] = scale[scale.Length == 1 ? 0 : at];
        }

        Dense(weight, shift, _width, fold: false);
    }

    /// <summary>W diag(scale).</summary>
    private float[] Scaled(float[] weight, int rows)
    {
        if (_scale is null)
        {
            return weight;
        }

        int columns = weight.Length / rows;
        context.Budget.Take(4L * weight.Length);
        return [.. weight.Select((value, at) => value * _scale[at % columns])];
    }

    /// <summary>b + W shift.</summary>
    private float[]? Sums(float[] weight, float[]? bias)
    {
        if (_shift?.AsSpan().ContainsAnyExcept(0f) != true)
        {
            return bias;
        }

        int columns = _shift.Length;
        return [.. Enumerable.Range(0, weight.Length / columns).Select(row => (float)((bias?[row] ?? 0.0) + _shift.Select((value, at) => (double)value * weight[(row * columns) + at]).Sum()))];
    }

    private float[] Selected(SelectNode select)
    {
        bool range = select.Axis.Size is { } size && (select.Source!.Values is null || Values.Wide(select.Source.Values) is [var axis] && axis == select.Axis) && select.Axis.Role is AxisRole.Feature or AxisRole.Free;
        if (!range || select.Axis.Size != _width)
        {
            throw context.File.Error($"{select.Origin} takes places of the axis {select.Axis} of {select.Source!.Origin}, which no class does.");
        }

        context.Budget.Take(4L * select.Count * _width);
        var weight = new float[select.Count * _width];
        for (long row = 0; row < select.Count; row++)
        {
            weight[(row * _width) + select.Start + row] = 1;
        }

        context.Note($"{select.Origin} takes some values of a step and became a dense layer of zeros and ones.");
        return weight;
    }
}
