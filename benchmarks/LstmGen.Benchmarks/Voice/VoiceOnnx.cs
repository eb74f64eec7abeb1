using System.Runtime.InteropServices;
using Google.Protobuf;
using LstmGen.Benchmarks.Peers.OnnxRuntime.Format;
using LstmGen.Formats;
using LstmGen.Samples.VoiceActivity;

namespace LstmGen.Benchmarks.Voice;

/// <summary>
/// Writes the network of the sample VoiceActivity in the ONNX format, all sizes fixed, from the same weights: the nodes of the model that
/// its makers ship, without its choice of rates.
/// </summary>
internal sealed class VoiceOnnx
{
    internal const string Sound = "x";        // [1, 1, 576]: 64 samples of the frame before and 512 new ones
    internal const string HiddenIn = "h0";    // [1, 1, 128]
    internal const string CellIn = "c0";
    internal const string HiddenOut = "hn";
    internal const string CellOut = "cn";
    internal const string Probability = "y";  // [1, 1, 1]

    private const int IrVersion = 8;
    private const int OperatorSet = 14;
    private const int Units = 128;

    private static readonly int[] s_gates = [0, 3, 1, 2]; // i o f c of i f g o

    private readonly SafetensorsFile _file;
    private readonly GraphProto _graph = new() { Name = "voice" };

    private VoiceOnnx(SafetensorsFile file) => _file = file;

    internal static byte[] Write(SafetensorsFile file)
    {
        var model = new VoiceOnnx(file);
        model.AddNodes();
        return new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "LstmGen.Benchmarks",
            Graph = model._graph,
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet } },
        }.ToByteArray();
    }

    private void AddNodes()
    {
        _graph.Input.AddRange(
            [Describe(Sound, 1, 1, VoiceNetwork.Context + VoiceNetwork.FrameSamples), Describe(HiddenIn, 1, 1, Units), Describe(CellIn, 1, 1, Units)]);
        _graph.Output.AddRange([Describe(Probability, 1, 1, 1), Describe(HiddenOut, 1, 1, Units), Describe(CellOut, 1, 1, Units)]);

        Node("Pad", [Sound, Integers("pads", 0, 0, 0, 0, 0, VoiceNetwork.Mirrored)], ["padded"], Text("mode", "reflect"));
        Node("Conv", ["padded", Weights("stft_conv.weight")], ["spectrum"], Integer("strides", 128));
        Node("Split", ["spectrum", Integers("halves", VoiceNetwork.Frequencies, VoiceNetwork.Frequencies)], ["cosines", "sines"], Number("axis", 1));
        Node("Mul", ["cosines", "cosines"], ["cosines2"]);
        Node("Mul", ["sines", "sines"], ["sines2"]);
        Node("Add", ["cosines2", "sines2"], ["power"]);
        Node("Sqrt", ["power"], ["magnitude"]);
        string signal = Layer("conv4", Layer("conv3", Layer("conv2", Layer("conv1", "magnitude", 1), 2), 2), 1);
        Node("Reshape", [signal, Integers("step", 1, 1, Units)], ["features"]);
        Node(
            "LSTM",
            [
                "features", Floats("w", Reordered("lstm_cell.weight_ih"), 1, 4 * Units, Units), Floats("r", Reordered("lstm_cell.weight_hh"), 1, 4 * Units, Units),
                Floats("b", [.. Reordered("lstm_cell.bias_ih"), .. Reordered("lstm_cell.bias_hh")], 1, 8 * Units), "", HiddenIn, CellIn,
            ],
            ["", HiddenOut, CellOut],
            Number("hidden_size", Units));
        Node("Relu", [HiddenOut], ["active"]);
        Node("Reshape", ["active", Integers("channels", 1, Units, 1)], ["column"]);
        Node("Conv", ["column", Weights("final_conv.weight"), Weights("final_conv.bias")], ["sum"]);
        Node("Sigmoid", ["sum"], [Probability]);
    }

    private string Layer(string name, string input, int stride)
    {
        Node("Conv", [input, Weights($"{name}.weight"), Weights($"{name}.bias")], [$"{name}.sums"], Integer("strides", stride), Integer("pads", 1, 1));
        Node("Relu", [$"{name}.sums"], [name]);
        return name;
    }

    private float[] Reordered(string name)
    {
        float[] rows = _file[name].ToFloats();
        int gate = rows.Length / s_gates.Length;
        return [.. s_gates.SelectMany(from => rows[(from * gate)..((from + 1) * gate)])];
    }

    private string Weights(string name) => Floats(name, _file[name].ToFloats(), [.. _file[name].Shape]);

    private string Floats(string name, float[] values, params long[] dimensions)
        => Initializer(name, DataType.Float, MemoryMarshal.AsBytes<float>(values), dimensions);

    private string Integers(string name, params long[] values)
        => Initializer(name, DataType.Int64, MemoryMarshal.AsBytes<long>(values), values.Length);

    private string Initializer(string name, DataType type, ReadOnlySpan<byte> values, params long[] dimensions)
    {
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = type, Dims = { dimensions }, RawData = ByteString.CopyFrom(values) });
        return name;
    }

    private void Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
        => _graph.Node.Add(new NodeProto { OpType = type, Name = outputs[^1] + ".node", Input = { inputs }, Output = { outputs }, Attribute = { attributes } });

    private static AttributeProto Number(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static AttributeProto Integer(string name, params long[] values) => new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    private static AttributeProto Text(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    private static ValueInfoProto Describe(string name, params long[] dimensions)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(dimensions.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = DataType.Float, Shape = shape } } };
    }
}
