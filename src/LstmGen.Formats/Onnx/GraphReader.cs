using LstmGen.Formats.Onnx.Proto;
using DataType = LstmGen.Formats.Onnx.Proto.TensorProto.Types.DataType;

namespace LstmGen.Formats.Onnx;

/// <summary>Follows the nodes of a graph in their order, and of the branches inside of it, by what their values mean.</summary>
internal sealed class GraphReader
{
    private const int MostErrors = 200;
    private readonly OnnxContext _context;
    private readonly ModelProto _model;
    private readonly LstmReadOptions _options;
    private readonly int? _rank;
    private readonly List<Scope> _scopes = [];
    private readonly Dictionary<string, OnnxValue> _named = [];
    private int _errors;

    /// <param name="context">What nodes share.</param>
    /// <param name="model">The model, checked.</param>
    /// <param name="options">Which part of it is wanted.</param>
    /// <param name="rank">Dimensions of the value to begin with; null for those of the graph's inputs.</param>
    internal GraphReader(OnnxContext context, ModelProto model, LstmReadOptions options, int? rank)
        => (_context, _model, _options, _rank) = (context, model, options, rank);

    /// <summary>The output and the states, as computed from the inputs.</summary>
    internal GraphResult Read()
    {
        GraphProto graph = _model.Graph;
        Enter(graph);
        foreach (ValueInfoProto input in graph.Input.Where(input => !_scopes[0].Tensors.ContainsKey(input.Name)))
        {
            Define(input.Name, Input(input));
        }

        if (_options.From is { } from)
        {
            _scopes[0].Values[from] = _named[from] = new FlowValue(FromNode(from, out Axes axes), axes);
        }

        Run(graph);
        if (_options.From is { } begin && !Names(graph).Contains(begin))
        {
            throw _context.File.Error($"no value of the graph is named {Text.Quote(begin)}, which From says.");
        }

        GraphResult result = GraphResult.Of(_context, Outputs(graph), _options.From);
        if (_options.From is null && _options.To is null)
        {
            UnreadNames.Check(_context, graph);
        }

        return result;
    }

    private IReadOnlyList<(string Name, OnnxValue Value)> Outputs(GraphProto graph)
    {
        if (_options.To is not { } to)
        {
            return [.. graph.Output.Select(output => (output.Name, Find(output.Name) ?? throw _context.File.Error($"graph output {Text.Quote(output.Name)} is made by no node.")))];
        }

        return _named.TryGetValue(to, out OnnxValue? value) ? [(to, value)]
            : throw _context.File.Error($"no value of the graph, or of a branch that is taken, is named {Text.Quote(to)}, which To says.");
    }

    private OnnxValue Input(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { Shape: { } shape } tensor)
        {
            return new ErrorValue(_context.File.Error($"graph input {Text.Quote(input.Name)} is no tensor, or its number of dimensions is not said."));
        }

        if (shape.Dim.Count > Axes.MaximumRank)
        {
            throw _context.File.Error($"graph input {Text.Quote(input.Name)} has {shape.Dim.Count} dimensions; {Axes.MaximumRank} at most were expected.");
        }

        bool whole = (DataType)tensor.ElemType is not (DataType.Float or DataType.Float16 or DataType.Double or DataType.Bfloat16);
        var axes = new Axes([.. shape.Dim.Select((each, at) => new[] { new Axis(
            each.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && each.DimValue > 0 ? each.DimValue : null, $"dimension {at} of {Text.Quote(input.Name)}") })]);
        return new FlowValue(new InputNode(input.Name, axes, whole), axes);
    }

    private InputNode FromNode(string name, out Axes axes)
    {
        axes = _scopes[0].Values.GetValueOrDefault(name) is FlowValue { Node: InputNode } known ? known.Axes
            : new Axes([.. Enumerable.Range(0, _rank ?? 3).Select(at => new[] { new Axis(null, $"dimension {at} of {Text.Quote(name)}") })]);
        return new InputNode(name, axes, whole: false);
    }

    private void Run(GraphProto graph)
    {
        foreach (NodeProto proto in graph.Node)
        {
            OnnxValue[] outputs = proto.OpType == "If" && proto.Domain.Length == 0 ? Branch(proto) : Outputs(proto);
            for (int at = 0; at < proto.Output.Count; at++)
            {
                if (proto.Output[at].Length > 0)
                {
                    Define(proto.Output[at], at < outputs.Length ? outputs[at] : new ErrorValue(_context.File.Error($"{OnnxNode.Name(proto)} has {proto.Output.Count} outputs; {outputs.Length} were expected.")));
                }
            }
        }
    }

    private OnnxValue[] Outputs(NodeProto proto)
    {
        OnnxValue?[] inputs = Inputs(proto);
        string domain = proto.Domain == "ai.onnx" ? "" : proto.Domain;
        bool has = OperatorTable.Has(domain, proto.OpType);

        // An operator that no class has says more than what came of shapes before it.
        if (inputs.FirstOrDefault(input => input is ErrorValue) is ErrorValue known && (has || !known.Has))
        {
            return [.. proto.Output.Select(_ => known)];
        }

        try
        {
            return OperatorTable.Apply(new(_context, proto, OnnxModelCheck.Opset(_model, domain), inputs), domain);
        }
        catch (LstmFormatException error) when (++_errors < MostErrors)
        {
            return [.. proto.Output.Select(_ => new ErrorValue(error) { Has = has })];
        }
    }

    /// <summary>The branch that is taken; where that is not known both are followed, for values that From and To name, and what they give is an error.</summary>
    private OnnxValue[] Branch(NodeProto proto)
    {
        var node = new OnnxNode(_context, proto, OnnxModelCheck.Opset(_model, ""), Inputs(proto));
        (GraphProto then, GraphProto otherwise) = (node.Graph("then_branch"), node.Graph("else_branch"));
        node.Finish(except: 0);
        if (Condition(Inputs(proto)) is { } taken)
        {
            return Inside(taken ? then : otherwise);
        }

        Inside(then);
        Inside(otherwise);
        OnnxValue unknown = Inputs(proto).FirstOrDefault(input => input is ErrorValue)
            ?? new ErrorValue(node.Error("chooses between two graphs by a condition that is not known without running it; a graph without such branches was expected"));
        return [.. proto.Output.Select(_ => unknown)];
    }

    private static bool? Condition(OnnxValue?[] inputs) => inputs is [NumbersValue { Elements: [{ Known: { } value }] }] ? value != 0 : null;

    private OnnxValue[] Inside(GraphProto graph)
    {
        Enter(graph);
        Run(graph);
        OnnxValue[] outputs = [.. graph.Output.Select(output => Find(output.Name) ?? throw _context.File.Error($"the output {Text.Quote(output.Name)} of a branch is made by no node."))];
        _scopes.RemoveAt(_scopes.Count - 1);
        return outputs;
    }

    private OnnxValue?[] Inputs(NodeProto proto)
        => [.. proto.Input.Select(name => name.Length == 0 ? null : Find(name) ?? throw _context.File.Error($"{OnnxNode.Name(proto)} reads {Text.Quote(name)}, which is no input of the graph, no tensor of the file, and made by no node before it."))];

    private void Define(string name, OnnxValue value)
    {
        if (name == _options.From && _scopes[0].Values.ContainsKey(name))
        {
            return;
        }

        if (!_scopes[^1].Values.TryAdd(name, value))
        {
            throw _context.File.Error($"the value {Text.Quote(name)} is made twice.");
        }

        _named.TryAdd(name, value);
    }

    private OnnxValue? Find(string name)
    {
        for (int at = _scopes.Count - 1; at >= 0; at--)
        {
            if (_scopes[at].Values.TryGetValue(name, out OnnxValue? value))
            {
                return value;
            }

            if (_scopes[at].Tensors.TryGetValue(name, out TensorProto? tensor))
            {
                return _scopes[at].Values[name] = _context.Tensors.Read(tensor, name);
            }
        }

        return null;
    }

    private void Enter(GraphProto graph)
    {
        var scope = new Scope();
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!scope.Tensors.TryAdd(tensor.Name, tensor))
            {
                throw _context.File.Error($"there are two tensors {Text.Quote(tensor.Name)}.");
            }
        }

        _scopes.Add(scope);
    }

    private static IEnumerable<string> Names(GraphProto graph)
        => graph.Input.Select(input => input.Name).Concat(graph.Node.SelectMany(node => node.Output)).Concat(OnnxModelCheck.Inner(graph).SelectMany(Names));

    /// <summary>The values of a graph or branch; tensors of the file become such when they are read.</summary>
    private sealed class Scope
    {
        internal Dictionary<string, OnnxValue> Values { get; } = [];

        internal Dictionary<string, TensorProto> Tensors { get; } = [];
    }
}
