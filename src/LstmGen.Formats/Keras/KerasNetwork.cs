using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>A network from the layers of a model of Keras and their weights.</summary>
/// <param name="file">For messages.</param>
/// <param name="format">The format's name.</param>
/// <param name="weights">Where weights are.</param>
/// <param name="activations">Of the version of Keras that wrote the file.</param>
internal sealed class KerasNetwork(ModelBytes file, string format, KerasWeights weights, KerasActivations activations)
{
    private readonly ModelBuilder _builder = new(file, format);
    private readonly KerasCells _cells = new(activations);
    private KerasDense? _dense;    // not added yet: an activation or normalisation may follow
    private KerasScaling? _scaling; // of what the next layer reads
    private int _width;
    private bool _recurred;
    private bool _reversed;        // steps are in reverse order, since a layer goes backwards
    private bool _single;          // there is one row of values for a sequence

    internal LstmModelFile Read(IReadOnlyList<KerasLayer> layers, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (KerasLayer layer in layers)
        {
            Add(layer);
        }

        if (_scaling is not null)
        {
            throw _scaling.Layer.Error("follows a layer that is not linear and comes last; one that a linear layer comes before or behind was expected.");
        }

        Flush();
        weights.RequireUsed(layers);
        if (_reversed && _builder.Outputs == LstmOutputs.EveryStep)
        {
            _builder.Notes.Add("A layer goes backwards, and Keras gives outputs from the last step to the first; a class gives each where its input stood.");
        }

        foreach ((string key, string value) in metadata)
        {
            _builder.Metadata[key] = value;
        }

        return _builder.Build();
    }

    private void Add(KerasLayer layer)
    {
        switch (layer.Type)
        {
            case "InputLayer":
                layer.Allow("sparse", "ragged", "optional");
                break;
            case "Dropout" or "SpatialDropout1D" or "GaussianNoise" or "GaussianDropout" or "AlphaDropout" or "ActivityRegularization":
                layer.Allow("rate", "p", "stddev", "sigma", "l1", "l2", "data_format");
                break;
            case "Masking":
                layer.Allow("mask_value");
                _builder.Notes.Add($"Layer {SafeText.Quote(layer.Name)} masks steps of which all values are {layer.Number("mask_value") ?? 0}: RunMasked takes such a mask.");
                break;
            case "Embedding":
                AddEmbedding(layer);
                break;
            case "Bidirectional":
                AddBidirectional(layer);
                break;
            case "BatchNormalization":
                Scale(KerasScaling.Of(file, layer, weights, _width));
                break;
            case "GlobalAveragePooling1D" or "GlobalMaxPooling1D":
                Pool(layer);
                break;
            case "Dense":
                AddDense(layer, layer, "");
                break;
            case "TimeDistributed":
                layer.Allow("layer");
                AddDense(layer, layer.Inner("layer") is { Type: "Dense" } inner ? inner : throw layer.Error("wraps another layer than Dense; that was expected."), "layer");
                break;
            case var type when KerasCells.IsCell(type):
                AddCell(layer);
                break;
            default:
                Activate(layer, activations.OfLayer(layer) ?? throw layer.Error(
                    "is of a class that no class of LstmGen can have; LSTM, GRU, Bidirectional, Dense, TimeDistributed, Embedding, BatchNormalization, pooling over all steps, dropout and activations were expected."));
                break;
        }
    }

    private void AddEmbedding(KerasLayer layer)
    {
        layer.Allow("input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer", "embeddings_constraint", "mask_zero", "sparse", "lora_rank", "weights");
        if (_width > 0)
        {
            throw layer.Error("does not come first; vectors of tokens before all layers were expected.");
        }

        NamedTensor table = weights.Of(layer, "", false, "embeddings")[0];
        (int tokens, _width) = (layer.Whole("input_dim", int.MaxValue), layer.Whole("output_dim", ModelLimits.Values));
        KerasCells.Require(layer, table, tokens, _width);
        _builder.AddEmbedding(tokens, _width, table.Floats(file));
        if (layer.Truth("mask_zero"))
        {
            _builder.Notes.Add($"Layer {SafeText.Quote(layer.Name)} masks steps whose token is 0: RunMasked takes such a mask.");
        }
    }

    private void AddCell(KerasLayer layer)
    {
        Begin(layer);
        _reversed ^= layer.Truth("go_backwards");
        ILstmLayer attribute = _cells.Attribute(layer, _reversed ? LstmDirection.Reverse : LstmDirection.Forward, LstmMerge.Concat);
        AddRecurrent(layer, layer, attribute, [Part(layer, layer, attribute, "")], layer.Whole("units", ModelLimits.Hidden));
    }

    private void AddBidirectional(KerasLayer layer)
    {
        layer.Allow("layer", "backward_layer", "merge_mode", "num_constants");
        KerasLayer forward = layer.Inner("layer") is { } inner && KerasCells.IsCell(inner.Type) ? inner : throw layer.Error("wraps another layer than an LSTM or GRU; one of these was expected.");
        KerasLayer backward = layer.Inner("backward_layer") ?? forward;
        Begin(layer);
        LstmMerge merge = layer.Text("merge_mode") switch
        {
            "concat" => LstmMerge.Concat,
            "sum" => LstmMerge.Sum,
            "mul" => LstmMerge.Multiply,
            "ave" => LstmMerge.Average,
            var mode => throw layer.Error($"has merge_mode = {SafeText.Quote(mode ?? "None")}; concat, sum, mul or ave was expected."),
        };
        if (_reversed || forward.Truth("go_backwards") || (backward != forward && !backward.Truth("go_backwards")))
        {
            throw layer.Error("has a forward layer that goes backwards, or reads one that does; the usual order was expected.");
        }

        ILstmLayer attribute = _cells.Attribute(forward, LstmDirection.Both, merge);
        if (backward != forward && !LayerOptions.Same(attribute, _cells.Attribute(backward, LstmDirection.Both, merge)))
        {
            throw layer.Error("has a backward layer of other options than the forward one; the same were expected.");
        }

        int units = forward.Whole("units", ModelLimits.Hidden);
        AddRecurrent(layer, forward, attribute, [Part(layer, forward, attribute, "forward_layer"), Part(layer, backward, attribute, "backward_layer")], merge == LstmMerge.Concat ? 2 * units : units);
    }

    private LayerTensors Part(KerasLayer layer, KerasLayer cell, ILstmLayer attribute, string part)
    {
        NamedTensor[] tensors = weights.Of(layer, part, true, KerasCells.Names(cell));
        LayerTensors result = KerasCells.Tensors(file, cell, tensors, ref _width, attribute is GruAttribute { ResetAfter: true });
        return _scaling is null ? result : _scaling.Before(result);
    }

    private void AddRecurrent(KerasLayer layer, KerasLayer cell, ILstmLayer attribute, LayerTensors[] tensors, int width)
    {
        _scaling = null;
        Flush();
        _builder.Input = _builder.Count == 0 ? _width : _builder.Input;
        if (attribute is LstmAttribute lstm)
        {
            lstm.Bias = tensors[0].InputBias is not null;
            _builder.AddLstm(lstm, tensors);
        }
        else
        {
            ((GruAttribute)attribute).Bias = tensors[0].InputBias is not null;
            _builder.AddGru((GruAttribute)attribute, tensors);
        }

        if (cell.Truth("stateful"))
        {
            _builder.Notes.Add($"Layer {SafeText.Quote(layer.Name)} is stateful: a state that is carried from run to run does that.");
        }

        _recurred = true;
        _single = !cell.Truth("return_sequences");
        _builder.Outputs = _single ? LstmOutputs.Last : LstmOutputs.EveryStep;
        _width = width;
    }

    private void Begin(KerasLayer layer)
    {
        if (_single)
        {
            throw layer.Error("reads one row of values, since a layer before it has return_sequences = false or is a pooling; a sequence was expected.");
        }
    }

    private void Pool(KerasLayer layer)
    {
        layer.Allow("data_format", "keepdims");
        Begin(layer);
        if (!_recurred || _dense is not null || _scaling is not null || layer.Truth("keepdims") || layer.Text("data_format") is "channels_first")
        {
            throw layer.Error("does not stand right behind a recurrent layer, or keeps or chooses another dimension; the mean or maximum of its outputs over all steps was expected.");
        }

        (_single, _builder.Outputs) = (true, layer.Type == "GlobalMaxPooling1D" ? LstmOutputs.Max : LstmOutputs.Mean);
    }

    private void AddDense(KerasLayer layer, KerasLayer dense, string part)
    {
        dense.Allow(
            "units", "output_dim", "activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer", "kernel_constraint", "bias_constraint", "lora_rank", "lora_alpha", "quantization_config");
        int units = dense.Whole("units", ModelLimits.Values);
        bool bias = dense.Truth("use_bias", true);
        NamedTensor[] tensors = weights.Of(layer, part, false, bias ? ["kernel", "bias"] : ["kernel"]);
        _width = _width > 0 ? _width : tensors[0].Shape is [> 0 and <= ModelLimits.Values, _] ? (int)tensors[0].Shape[0] : throw layer.Error($"has the weights {tensors[0]}; [inputs, {units}] were expected.");
        KerasCells.Require(layer, tensors[0], _width, units);
        if (bias)
        {
            KerasCells.Require(layer, tensors[1], units);
        }

        var next = new KerasDense(units, Gates.Transpose(tensors[0].Floats(file), _width, units), bias ? tensors[1].Floats(file) : null);
        next = _scaling is null ? next : _scaling.Before(next);
        _scaling = null;
        Flush();
        _builder.Input = _builder.Count == 0 ? _width : _builder.Input;
        (_dense, _width) = (next, units);
        KerasActivation activation = activations.Of(dense, "activation", "linear");
        (next.Attribute.Activation, next.Attribute.Alpha, next.Attribute.Softmax) = (activation.Activation, activation.Alpha, activation.Softmax);
    }

    private void Activate(KerasLayer layer, KerasActivation activation)
    {
        if (activation is { Activation: LstmActivation.Affine, Softmax: false })
        {
            return;
        }

        if (_dense is not { Attribute: { Activation: LstmActivation.Affine, Softmax: false } attribute } || _scaling is not null)
        {
            throw layer.Error("follows another layer than a Dense without an activation; a class has activations of dense layers alone.");
        }

        (attribute.Activation, attribute.Alpha, attribute.Softmax) = (activation.Activation, activation.Alpha, activation.Softmax);
    }

    private void Scale(KerasScaling scaling)
    {
        if (_scaling is not null)
        {
            throw scaling.Layer.Error("follows another normalisation; a layer between them was expected.");
        }

        _width = scaling.Width;
        if (_dense is { Attribute: { Activation: LstmActivation.Affine, Softmax: false } })
        {
            _dense = scaling.Behind(_dense);
            return;
        }

        Flush();
        _scaling = scaling;
    }

    private void Flush()
    {
        if (_dense is not null)
        {
            _builder.AddDense(_dense.Attribute, _dense.Weight, _dense.Bias);
            _dense = null;
        }
    }
}
