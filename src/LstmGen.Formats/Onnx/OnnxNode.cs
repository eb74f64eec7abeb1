using LstmGen.Formats.Onnx.Proto;
using Kind = LstmGen.Formats.Onnx.Proto.AttributeProto.Types.AttributeType;

namespace LstmGen.Formats.Onnx;

/// <summary>A node of a graph with the values of its inputs. What it has and nobody asked for is an error.</summary>
internal sealed class OnnxNode
{
    private readonly NodeProto _proto;
    private readonly OnnxValue?[] _inputs;
    private readonly HashSet<string> _unread;
    private readonly bool[] _read;

    internal OnnxNode(OnnxContext context, NodeProto proto, long opset, OnnxValue?[] inputs)
    {
        (Context, _proto, Opset, _inputs, _read) = (context, proto, opset, inputs, new bool[inputs.Length]);
        _unread = [.. proto.Attribute.Select(attribute => attribute.Name)];
        if (_unread.Count != proto.Attribute.Count)
        {
            throw Error("has an attribute twice");
        }
    }

    internal OnnxContext Context { get; }

    /// <summary>The version of the operator's domain.</summary>
    internal long Opset { get; }

    internal string Operator => _proto.OpType;

    internal int Inputs => _inputs.Length;

    internal int Outputs => _proto.Output.Count;

    /// <summary>What messages call it: its name, or that of its first output where it has none.</summary>
    internal string Origin => Name(_proto);

    internal static string Name(NodeProto proto)
        => $"node {Text.Quote(proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(output => output.Length > 0, "without a name"))} ({(proto.OpType.Length > 60 ? proto.OpType[..60] : proto.OpType)})";

    internal string OutputName(int output) => _proto.Output[output];

    internal string InputName(int input) => _proto.Input[input];

    /// <summary>An error of this node; the message goes on after its name.</summary>
    internal LstmFormatException Error(string message) => Context.File.Error($"{Origin} {message}");

    internal bool Has(int input) => input < _inputs.Length && _inputs[input] is not null;

    internal OnnxValue Input(int input)
    {
        if (!Has(input))
        {
            throw Error($"lacks its input {input}");
        }

        _read[input] = true;
        return _inputs[input] is ErrorValue { Error: { } error } ? throw error : _inputs[input]!;
    }

    /// <summary>An input that depends on the inputs of the graph.</summary>
    internal FlowValue Flow(int input) => Input(input) as FlowValue ?? throw Error($"reads the constant {Text.Quote(InputName(input))} where a value that depends on the inputs was expected");

    /// <summary>An input that is a tensor of the file.</summary>
    internal OnnxTensor Tensor(int input, string what) => Tensor(Input(input))
        ?? throw Error($"has {Text.Quote(InputName(input))} for its {what}, which depends on the inputs of the graph; a tensor of the file was expected");

    /// <summary>A constant as a tensor; null where it is none.</summary>
    internal static OnnxTensor? Tensor(OnnxValue value) => value switch
    {
        ConstantValue constant => constant.Tensor,
        NumbersValue numbers when numbers.Elements.All(element => element.Known is not null)
            => new(numbers.Rank == 0 ? [] : [numbers.Elements.Length], [.. numbers.Elements.Select(element => (float)element.Known!)]) { IsWhole = true },
        _ => null,
    };

    /// <summary>An input of whole numbers that are all known.</summary>
    internal long[] Numbers(int input, string what) => Input(input) is NumbersValue numbers && numbers.Elements.All(element => element.Known is not null)
        ? [.. numbers.Elements.Select(element => element.Known!.Value)] : throw Error($"has {what} that are not known without running the graph");

    internal bool HasAttribute(string name) => _unread.Contains(name);

    internal float Float(string name, float otherwise) => Attribute(name, Kind.Float) is { } attribute ? attribute.F : otherwise;

    internal long Int(string name, long otherwise) => Attribute(name, Kind.Int) is { } attribute ? attribute.I : otherwise;

    internal string String(string name, string otherwise) => Attribute(name, Kind.String) is { } attribute ? attribute.S.ToStringUtf8() : otherwise;

    internal IReadOnlyList<long>? Ints(string name) => Attribute(name, Kind.Ints)?.Ints;

    internal IReadOnlyList<float> Floats(string name) => (IReadOnlyList<float>?)Attribute(name, Kind.Floats)?.Floats ?? [];

    internal IReadOnlyList<string> Strings(string name) => Attribute(name, Kind.Strings) is { } attribute ? [.. attribute.Strings.Select(each => each.ToStringUtf8())] : [];

    internal TensorProto? TensorAttribute(string name) => Attribute(name, Kind.Tensor)?.T;

    internal GraphProto Graph(string name) => Attribute(name, Kind.Graph)?.G ?? throw Error($"lacks its attribute {name}");

    /// <summary>Passes over an attribute that has no effect on values.</summary>
    internal void Skip(string name) => _unread.Remove(name);

    /// <summary>Lists of axes or lengths, an attribute of older opsets and an input of newer ones; null where there is neither.</summary>
    internal IReadOnlyList<long>? IntsOrInput(string name, int input) => Has(input) ? Numbers(input, name) : Ints(name);

    /// <summary>A number from the end where it is negative.</summary>
    internal int Axis(long axis, int rank) => axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error($"has the axis {axis} of a value of {rank} dimensions");

    /// <param name="except">An input that is asked for later.</param>
    /// <exception cref="LstmFormatException">There is an attribute or input that nobody asked for.</exception>
    internal void Finish(int except = -1)
    {
        if (_unread.Count > 0)
        {
            throw Error($"has the attribute {Text.Quote(_unread.First())}, which is not known here for this operator of opset {Opset}");
        }

        for (int at = 0; at < _inputs.Length; at++)
        {
            if (_inputs[at] is not null && !_read[at] && at != except)
            {
                throw Error($"has an input {at}, {Text.Quote(InputName(at))}, which is not known here for this operator of opset {Opset}");
            }
        }
    }

    private AttributeProto? Attribute(string name, Kind kind)
    {
        if (!_unread.Remove(name))
        {
            return null;
        }

        AttributeProto attribute = _proto.Attribute.First(each => each.Name == name);
        return attribute.RefAttrName.Length > 0 ? throw Error($"has the attribute {Text.Quote(name)} of a function; a value was expected")
            : attribute.Type == kind || attribute.Type == Kind.Undefined ? attribute
            : throw Error($"has the attribute {Text.Quote(name)} of type {attribute.Type}; {kind} was expected");
    }
}
