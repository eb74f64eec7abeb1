using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Formats;

/// <summary>The tables of a TensorFlow Lite file: one graph of operators, from tensors to tensors.</summary>
internal sealed partial class TfLiteModel
{
    private const int MostDimensions = 8;
    private const int MostTensors = 100_000; // of an operator, and of the graph
    private const int MostOperands = 64;

    private readonly ModelBytes _file;
    private readonly FlatTable _root;
    private readonly FlatTable _graph;
    private readonly int[] _producers; // by tensor; -1 for none

    internal TfLiteModel(ModelBytes file)
    {
        _file = file;
        _root = FlatTable.Root(file);
        if (_root.Int(0) != 3)
        {
            throw file.Error($"the schema has version {Number(_root.Int(0))}; 3 was expected.");
        }

        if (_root.Count(2) != 1)
        {
            throw file.Error($"there are {Number(_root.Count(2))} graphs, which operators such as IF and WHILE call; one was expected.");
        }

        _graph = _root.Item(2, 0);
        if (_graph.Count(0) > MostTensors || _graph.Count(3) > MostTensors)
        {
            throw file.Error($"there are {Number(_graph.Count(0))} tensors and {Number(_graph.Count(3))} operators; {Number(MostTensors)} at most were expected.");
        }

        _producers = new int[_graph.Count(0)];
        Array.Fill(_producers, -1);
        OperatorCount = _graph.Count(3);
        for (int index = 0; index < OperatorCount; index++)
        {
            foreach (int output in Outputs(index))
            {
                if (_producers[Checked(output)] >= 0)
                {
                    throw file.Error($"tensor {Name(output)} is an output of two operators; one was expected.");
                }

                _producers[output] = index;
            }
        }
    }

    internal string Description => _root.Text(3);

    internal int OperatorCount { get; }

    internal int TensorCount => _producers.Length;

    internal int[] GraphInputs => Tensors(_graph, 1, "the graph");

    internal int[] GraphOutputs => Tensors(_graph, 2, "the graph");

    /// <summary>The operator that gives a tensor; -1 for an input, a constant or a state.</summary>
    internal int Producer(int tensor) => _producers[Checked(tensor)];

    internal FlatTable Tensor(int index) => _graph.Item(0, Checked(index));

    internal string Name(int tensor) => Tensor(tensor).Text(3) is { Length: > 0 } name ? name : $"number {Number(tensor)}";

    /// <summary>Dimensions of a tensor; none of them is below 1.</summary>
    internal int[] Shape(int tensor)
    {
        string what = $"the shape of tensor {Name(tensor)}";
        int[] shape = Tensor(tensor).Ints(0, MostDimensions, what);
        return shape.All(dimension => dimension > 0) ? shape : throw _file.Error($"{what} is [{string.Join(", ", shape)}]; dimensions above 0 were expected.");
    }

    /// <summary>What a tensor's values lie in; null where the file has none of them.</summary>
    internal FlatTable? Buffer(int tensor)
    {
        FlatTable table = Tensor(tensor);
        FlatTable buffer = _root.Item(4, table.Int(2));
        if (table.Table(6) is not null || table.Int(10) != 0 || buffer.Long(2) != 0)
        {
            throw _file.Error($"tensor {Name(tensor)} is sparse, or its values lie outside of the tables; dense values within were expected.");
        }

        return buffer.Count(0) > 0 ? buffer : null;
    }

    internal bool IsConstant(int tensor) => tensor >= 0 && Producer(tensor) < 0 && Buffer(tensor) is not null;

    internal TfLiteOperators Kind(int index)
    {
        FlatTable code = _root.Item(1, Operator(index).Int(0));
        return (TfLiteOperators)Math.Max(code.Byte(0), code.Int(3));
    }

    /// <summary>The operator's kind as TensorFlow Lite writes it, and the tensor that it gives.</summary>
    internal string Describe(int index)
    {
        TfLiteOperators kind = Kind(index);
        string name = Enum.IsDefined(kind) ? Word().Replace(kind.ToString(), "_$0").TrimStart('_').ToUpperInvariant() : $"with number {Number((int)kind)}";
        string custom = kind == TfLiteOperators.Custom ? $" {_root.Item(1, Operator(index).Int(0)).Text(1)}" : "";
        return $"operator {name}{custom}{(Outputs(index) is [var output, ..] && output >= 0 ? $" ({Name(output)})" : "")}";
    }

    /// <summary>Tensors that an operator reads; -1 where one is missing.</summary>
    internal int[] Inputs(int index) => Tensors(Operator(index), 1, "an operator");

    internal int[] Outputs(int index) => Tensors(Operator(index), 2, "an operator");

    internal FlatTable? Options(int index) => Operator(index).Table(4);

    private FlatTable Operator(int index) => _graph.Item(3, index);

    private int[] Tensors(FlatTable table, int field, string what)
    {
        int[] tensors = table.Ints(field, MostOperands, $"the list of tensors of {what}");
        return tensors.All(tensor => tensor >= -1 && tensor < _producers.Length)
            ? tensors
            : throw _file.Error($"{what} names tensor {Number(tensors.First(tensor => tensor < -1 || tensor >= _producers.Length))} of {Number(_producers.Length)}; one of these was expected.");
    }

    private int Checked(int tensor) => tensor >= 0 && tensor < _producers.Length ? tensor : throw _file.Error("an operator lacks a tensor that it must have; one was expected.");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("[A-Z][a-z]*|[0-9]+[A-Z]?")]
    private static partial Regex Word();
}
