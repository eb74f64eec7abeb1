using LstmGen.Formats.Onnx.Proto;
using DataType = LstmGen.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace LstmGen.Formats.Onnx.Writing;

/// <summary>Writes a network layer by layer.</summary>
internal sealed class NetworkWriter
{
    private readonly LstmModelFile _model;
    private readonly OnnxWriteOptions _options;
    private readonly GraphWriter _graph;
    private readonly WrittenLayers _layers;
    private readonly RecurrentWriter _recurrent;
    private readonly DenseWriter _dense;

    internal NetworkWriter(LstmModelFile model, OnnxWriteOptions options)
    {
        (_model, _options, _graph, _layers) = (model, options, new(options.Opset), new(model));
        (_recurrent, _dense) = (new(_graph, _layers, options), new(_graph, _layers));
    }

    internal ModelProto Write()
    {
        LstmNetworkAttribute network = _layers.Network;
        bool tokens = network.Tokens > 0;
        string input = tokens ? _graph.Input("X", DataType.Int64, "time", "batch") : _graph.Input("X", DataType.Float, "time", "batch", network.Input);
        if (_options.Lengths)
        {
            _graph.Input(RecurrentWriter.Lengths, DataType.Int32, "batch");
        }

        (string value, int width) = tokens ? (Embedded(network, input), network.Embedding) : (_model.InputGain == 1 ? input : _graph.Add("Mul", [input, _graph.Scalar(_model.InputGain)]), network.Input);
        string first = value;
        int last = _layers.Layers.FindLastIndex(layer => layer.Layer is not DenseAttribute);
        for (int at = 0; at < _layers.Layers.Count; at++)
        {
            WrittenLayer layer = _layers.Layers[at];
            (value, width) = layer.Layer is DenseAttribute dense ? (_dense.Write(layer, dense, value, width), dense.Units)
                : _recurrent.Write(layer, value, width, at == last ? network.Outputs : LstmOutputs.EveryStep);
        }

        if (network.Skip)
        {
            value = _graph.Add("Add", [value, width == network.Input ? first : _graph.Add("Slice", [first, _graph.Numbers(0), _graph.Numbers(width), _graph.Numbers(2)])]);
        }

        value = _model.OutputGain == 1 ? value : _graph.Add("Mul", [value, _graph.Scalar(_model.OutputGain)]);
        _graph.Output("Y", value, network.Outputs == LstmOutputs.EveryStep ? ["time", "batch", width] : ["batch", width]);
        _recurrent.WriteStates();
        _layers.Finish();
        return Model();
    }

    private string Embedded(LstmNetworkAttribute network, string tokens) => network.Embedding > 0
        ? _graph.Add("Gather", [_graph.Floats("embedding", [network.Tokens, network.Embedding], _layers.Take("embedding.weight", network.Tokens * (long)network.Embedding)), tokens])
        : throw _layers.Error("one-hot tokens are no inputs of an ONNX graph here; vectors of features or an Embedding were expected.");

    private ModelProto Model()
    {
        var model = new ModelProto
        {
            IrVersion = _options.Opset switch { 14 => 7, < 19 => 8, < 21 => 9, _ => 10 },
            ProducerName = "LstmGen",
            Graph = _graph.Graph,
            OpsetImport = { new OperatorSetIdProto { Version = _options.Opset } },
        };
        foreach ((string key, string text) in _model.Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = text });
        }

        return model;
    }
}
