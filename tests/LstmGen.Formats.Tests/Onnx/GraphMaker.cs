using System.Runtime.InteropServices;
using Google.Protobuf;
using LstmGen.Formats.Onnx.Proto;
using Kind = LstmGen.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace LstmGen.Tests.Formats.Onnx;

/// <summary>Writes ONNX files for tests, node by node.</summary>
internal sealed class GraphMaker(long opset, int seed = 1)
{
    private readonly Random _random = new(seed);

    internal ModelProto Model { get; } = new() { IrVersion = 8, Graph = new() { Name = "graph" }, OpsetImport = { new OperatorSetIdProto { Version = opset } } };

    internal GraphProto Graph => Model.Graph;

    internal byte[] Bytes => Model.ToByteArray();

    /// <summary>Random weights in -0.5 to 0.5 as a tensor of the file.</summary>
    internal string Weights(string name, params long[] shape) => Floats(name, shape, Random((int)shape.Aggregate(1L, (a, b) => a * b)));

    internal float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.NextSingle() - 0.5f)];

    internal string Floats(string name, long[] shape, params float[] values)
    {
        Graph.Initializer.Add(Tensor(name, shape, values));
        return name;
    }

    internal string Ints(string name, params long[] values) => Ints(name, [values.Length], values);

    internal string Ints(string name, long[] shape, long[] values)
    {
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = 7, Dims = { shape }, Int64Data = { values } });
        return name;
    }

    internal static TensorProto Tensor(string name, long[] shape, float[] values)
        => new() { Name = name, DataType = 1, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)) };

    /// <summary>An input of the graph; -1 for a size that is not fixed.</summary>
    internal string Typed(string name, int type, params long[] shape)
    {
        Graph.Input.Add(Info(name, type, shape));
        return name;
    }

    internal string Input(string name, params long[] shape) => Typed(name, 1, shape);

    internal void Output(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            Graph.Output.Add(Info(name, 1, null));
        }
    }

    /// <summary>A node; attributes by names, such as <c>("axis", 1)</c>.</summary>
    internal string Node(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        Graph.Node.Add(Make(type, inputs, outputs, attributes));
        return outputs[0];
    }

    internal static NodeProto Make(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
        => new() { OpType = type, Name = $"{type}_{outputs.First(output => output.Length > 0)}", Input = { inputs }, Output = { outputs }, Attribute = { attributes.Select(each => Attribute(each.Name, each.Value)) } };

    internal static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int or long:
                (attribute.I, attribute.Type) = (Convert.ToInt64(value, null), Kind.Int);
                break;
            case float number:
                (attribute.F, attribute.Type) = (number, Kind.Float);
                break;
            case string text:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(text), Kind.String);
                break;
            case float[] numbers:
                attribute.Floats.AddRange(numbers);
                attribute.Type = Kind.Floats;
                break;
            case long[] numbers:
                attribute.Ints.AddRange(numbers);
                attribute.Type = Kind.Ints;
                break;
            case string[] texts:
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                attribute.Type = Kind.Strings;
                break;
            case TensorProto tensor:
                (attribute.T, attribute.Type) = (tensor, Kind.Tensor);
                break;
            case GraphProto graph:
                (attribute.G, attribute.Type) = (graph, Kind.Graph);
                break;
            default:
                throw new ArgumentException($"{value}", nameof(value));
        }

        return attribute;
    }

    /// <summary>A file with further values of its graph as outputs.</summary>
    internal static byte[] WithOutputs(byte[] file, params ReadOnlySpan<string> names)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(file);
        foreach (string name in names)
        {
            model.Graph.Output.Add(Info(name, 1, null));
        }

        return model.ToByteArray();
    }

    private static ValueInfoProto Info(string name, int type, long[]? shape)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = type };
        if (shape is not null)
        {
            tensor.Shape = new() { Dim = { shape.Select((size, at) => size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{at}" } : new TensorShapeProto.Types.Dimension { DimValue = size }) } };
        }

        return new() { Name = name, Type = new() { TensorType = tensor } };
    }
}
