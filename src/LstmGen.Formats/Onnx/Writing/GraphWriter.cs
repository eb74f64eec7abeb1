using System.Runtime.InteropServices;
using Google.Protobuf;
using LstmGen.Formats.Onnx.Proto;
using DataType = LstmGen.Formats.Onnx.Proto.TensorProto.Types.DataType;
using Kind = LstmGen.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace LstmGen.Formats.Onnx.Writing;

/// <summary>A graph that grows node by node. Values are named after the nodes that make them.</summary>
internal sealed class GraphWriter(int opset)
{
    private readonly HashSet<string> _constants = [];
    private int _nodes;

    internal GraphProto Graph { get; } = new() { Name = "LstmGen" };

    internal int Opset { get; } = opset;

    /// <summary>A node of one output; the name of that.</summary>
    internal string Add(string type, IReadOnlyList<string> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        string output = $"{type}_{Text.Number(_nodes)}";
        Add(type, inputs, [output], attributes);
        return output;
    }

    internal void Add(string type, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{Text.Number(_nodes++)}", Input = { inputs }, Output = { outputs } };
        foreach ((string name, object value) in attributes)
        {
            node.Attribute.Add(Attribute(name, value));
        }

        Graph.Node.Add(node);
    }

    /// <summary>A reduction over one axis, which is an attribute of older opsets and an input of newer ones.</summary>
    internal string Reduce(string type, string value, int axis)
        => type == "ReduceSum" || Opset >= 18 ? Add(type, [value, Numbers(axis)], ("keepdims", 0L)) : Add(type, [value], ("axes", new long[] { axis }), ("keepdims", 0L));

    internal string Floats(string name, long[] shape, ReadOnlySpan<float> values)
    {
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Float, Dims = { shape }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) });
        return name;
    }

    internal string Scalar(float value) => _constants.Add($"scalar_{Text.Number(value)}") ? Floats($"scalar_{Text.Number(value)}", [], [value]) : $"scalar_{Text.Number(value)}";

    /// <summary>A short list of whole numbers.</summary>
    internal string Numbers(params ReadOnlySpan<long> values)
    {
        string name = $"numbers_{string.Join('_', values.ToArray().Select(Text.Number))}";
        if (_constants.Add(name))
        {
            Graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values.ToArray() } });
        }

        return name;
    }

    internal string Input(string name, DataType type, params ReadOnlySpan<object> dimensions)
    {
        Graph.Input.Add(Info(name, type, dimensions));
        return name;
    }

    internal void Output(string name, string value, params ReadOnlySpan<object> dimensions)
    {
        Add("Identity", [value], [name]);
        Graph.Output.Add(Info(name, DataType.Float, dimensions));
    }

    private static ValueInfoProto Info(string name, DataType type, ReadOnlySpan<object> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (object dimension in dimensions)
        {
            shape.Dim.Add(dimension is string parameter ? new TensorShapeProto.Types.Dimension { DimParam = parameter } : new() { DimValue = (int)dimension });
        }

        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        long number => new() { Name = name, I = number, Type = Kind.Int },
        float number => new() { Name = name, F = number, Type = Kind.Float },
        string text => new() { Name = name, S = ByteString.CopyFromUtf8(text), Type = Kind.String },
        long[] numbers => new() { Name = name, Ints = { numbers }, Type = Kind.Ints },
        float[] numbers => new() { Name = name, Floats = { numbers }, Type = Kind.Floats },
        string[] texts => new() { Name = name, Strings = { texts.Select(ByteString.CopyFromUtf8) }, Type = Kind.Strings },
        _ => throw new ArgumentException($"an attribute of type {value.GetType()}", nameof(value)),
    };
}
