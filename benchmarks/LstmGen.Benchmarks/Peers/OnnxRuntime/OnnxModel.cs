using System.Runtime.InteropServices;
using Google.Protobuf;
using LstmGen.Benchmarks.Peers.OnnxRuntime.Format;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// Writes a problem's model in the ONNX format, all sizes fixed: an LSTM node a layer. A single step needs no Y: Y_h, of the shape [1, B, H],
/// is the output and the next layer's input; otherwise the directions' axis of Y is squeezed between layers. States are outputs
/// where they are carried on. Narrow weights are those of the operator DynamicQuantizeLSTM: 8 bits, a scale a row.
/// </summary>
internal sealed class OnnxModel
{
    private const int IrVersion = 8;
    private const int OperatorSet = 14;
    private const int DirectionsAxis = 1;

    /// <summary>The range of weights of 8 bits: 7 bits, as ONNX Runtime's documentation asks for (reduce_range) on processors without VNNI, whose instruction saturates sums of two products.</summary>
    private const int NarrowRange = 63;

    private const string Microsoft = "com.microsoft"; // the domain of ONNX Runtime's own operators

    /// <summary>The gates of PyTorch, i f g o, in the order of ONNX, i o f c.</summary>
    private static readonly int[] s_gates = [0, 3, 1, 2];

    private readonly InferenceProblem _problem;
    private readonly GraphProto _graph = new() { Name = "lstm" };
    private readonly bool _narrow;

    private OnnxModel(InferenceProblem problem, bool narrow) => (_problem, _narrow) = (problem, narrow);

    /// <param name="problem">What to compute.</param>
    /// <param name="narrow">Weights of 8 bits; inputs and h are rounded by each call.</param>
    /// <exception cref="NotSupportedException">The model has what this writer, or the format, does not know.</exception>
    internal static byte[] Write(InferenceProblem problem, bool narrow = false)
    {
        LstmShape shape = problem.Shape;
        if (narrow && shape.Direction == LstmDirection.Both)
        {
            throw new NotSupportedException($"{shape}: the ONNX writer gives narrow weights to layers in one direction.");
        }

        if (shape with { Direction = LstmDirection.Forward } != new LstmShape(shape.Input, shape.Hidden, shape.Layers) || shape.Direction == LstmDirection.Reverse || shape.States() > Math.Max(2, shape.Layers))
        {
            throw new NotSupportedException($"{shape}: the ONNX writer knows layers of plain LSTMs with biases, and one of them in two directions.");
        }

        var model = new OnnxModel(problem, narrow);
        model.AddInputs();
        string sequence = OnnxNames.Input;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            sequence = model.AddLayer(layer, sequence);
        }

        model.AddOutputs();
        return new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "LstmGen.Benchmarks",
            Graph = model._graph,
            OpsetImport = { new OperatorSetIdProto { Version = OperatorSet }, new OperatorSetIdProto { Domain = Microsoft, Version = 1 } },
        }.ToByteArray();
    }

    /// <summary>Whether the final states are outputs: a ragged batch does not carry them on, but a single step's output is Y_h.</summary>
    internal static bool GivesStates(InferenceProblem problem) => problem.Lengths is null || problem.Steps == 1;

    private int Directions => _problem.Shape.Directions();

    private bool Single => _problem.Steps == 1;

    private bool Ragged => _problem.Lengths is not null;

    private void AddInputs()
    {
        AddInput(OnnxNames.Input, DataType.Float, _problem.Steps, _problem.Batch, _problem.Shape.Input);
        if (Ragged)
        {
            AddInput(OnnxNames.Lengths, DataType.Int32, _problem.Batch);
        }

        for (int layer = 0; layer < _problem.Shape.Layers; layer++)
        {
            AddInput(OnnxNames.HiddenIn(layer), DataType.Float, Directions, _problem.Batch, _problem.Shape.Hidden);
            AddInput(OnnxNames.CellIn(layer), DataType.Float, Directions, _problem.Batch, _problem.Shape.Hidden);
        }
    }

    private void AddOutputs()
    {
        if (!Single)
        {
            AddOutput(OnnxNames.Output, _problem.Steps, Directions, _problem.Batch, _problem.Shape.Hidden);
        }

        for (int layer = 0; layer < _problem.Shape.Layers && GivesStates(_problem); layer++)
        {
            AddOutput(OnnxNames.HiddenOut(layer), Directions, _problem.Batch, _problem.Shape.Hidden);
            AddOutput(OnnxNames.CellOut(layer), Directions, _problem.Batch, _problem.Shape.Hidden);
        }
    }

    /// <summary>Adds a layer over a sequence [T, B, features].</summary>
    /// <returns>The name of its own sequence.</returns>
    private string AddLayer(int layer, string sequence)
    {
        (int hidden, LstmParameters parameters) = (_problem.Shape.Hidden, _problem.Parameters);
        bool last = layer == _problem.Shape.Layers - 1;
        string y = Single ? "" : last ? OnnxNames.Output : $"y{layer}";
        int input = _problem.Shape.LayerInput(layer * Directions);
        string biases = AddWeights($"b{layer}", Both(layer, state => [.. Reordered(parameters.BiasIh(state)), .. Reordered(parameters.BiasHh(state))]), 8 * hidden);
        float[] w = Both(layer, state => Reordered(parameters.WeightIh(state))), r = Both(layer, state => Reordered(parameters.WeightHh(state)));
        string[] rest = [biases, Ragged ? OnnxNames.Lengths : "", OnnxNames.HiddenIn(layer), OnnxNames.CellIn(layer)];
        _graph.Node.Add(new NodeProto
        {
            OpType = _narrow ? "DynamicQuantizeLSTM" : "LSTM",
            Domain = _narrow ? Microsoft : "",
            Name = $"lstm{layer}",
            Input =
            {
                _narrow
                    ? [sequence, AddNarrow($"w{layer}", w, input), AddNarrow($"r{layer}", r, hidden), .. rest, "", $"w{layer}_scale", $"w{layer}_zero", $"r{layer}_scale", $"r{layer}_zero"]
                    : new[] { sequence, AddWeights($"w{layer}", w, 4 * hidden, input), AddWeights($"r{layer}", r, 4 * hidden, hidden) }.Concat(rest),
            },
            Output = { GivesStates(_problem) ? [y, OnnxNames.HiddenOut(layer), OnnxNames.CellOut(layer)] : new[] { y } },
            Attribute =
            {
                new AttributeProto { Name = "hidden_size", I = hidden, Type = AttributeProto.Types.AttributeType.Int },
                new AttributeProto { Name = "direction", S = ByteString.CopyFromUtf8(Directions == 2 ? "bidirectional" : "forward"), Type = AttributeProto.Types.AttributeType.String },
            },
        });
        return Single ? OnnxNames.HiddenOut(layer) : last ? OnnxNames.Output : AddSqueeze(layer, y);
    }

    /// <summary>[T, 1, B, H] to [T, B, H].</summary>
    private string AddSqueeze(int layer, string sequence)
    {
        string axes = $"axes{layer}";
        string squeezed = $"s{layer}";
        AddInitializer(axes, DataType.Int64, MemoryMarshal.AsBytes<long>([DirectionsAxis]), 1);
        _graph.Node.Add(new NodeProto { OpType = "Squeeze", Name = $"squeeze{layer}", Input = { sequence, axes }, Output = { squeezed } });
        return squeezed;
    }

    /// <summary>Rows gate by gate, in the order of ONNX.</summary>
    private static float[] Reordered(ReadOnlySpan<float> rows)
    {
        int gate = rows.Length / s_gates.Length;
        var reordered = new float[rows.Length];
        for (int i = 0; i < s_gates.Length; i++)
        {
            rows.Slice(s_gates[i] * gate, gate).CopyTo(reordered.AsSpan(i * gate));
        }

        return reordered;
    }

    /// <summary>The weights of each direction of a layer, one after the other.</summary>
    private float[] Both(int layer, Func<int, float[]> weights)
        => [.. Enumerable.Range(layer * Directions, Directions).SelectMany(weights)];

    /// <summary>Adds a tensor of all directions.</summary>
    private string AddWeights(string name, float[] values, params ReadOnlySpan<long> dimensions)
    {
        AddInitializer(name, DataType.Float, MemoryMarshal.AsBytes<float>(values), [Directions, .. dimensions]);
        return name;
    }

    /// <summary>Adds a matrix [rows, columns] of one direction, as DynamicQuantizeLSTM wants it: transposed, a scale a row, zeros at zero.</summary>
    private string AddNarrow(string name, float[] values, int columns)
    {
        int rows = values.Length / columns;
        var (scales, numbers) = (new float[rows], new sbyte[values.Length]);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> weights = values.AsSpan(row * columns, columns);
            foreach (float weight in weights)
            {
                scales[row] = Math.Max(scales[row], Math.Abs(weight) / NarrowRange);
            }

            for (int column = 0; column < columns; column++)
            {
                numbers[(column * rows) + row] = (sbyte)MathF.Round(weights[column] / scales[row]);
            }
        }

        AddInitializer(name, DataType.Int8, MemoryMarshal.AsBytes<sbyte>(numbers), 1, columns, rows);
        AddWeights($"{name}_scale", scales, rows);
        AddInitializer($"{name}_zero", DataType.Int8, new byte[rows], 1, rows);
        return name;
    }

    private void AddInitializer(string name, DataType type, ReadOnlySpan<byte> values, params ReadOnlySpan<long> dimensions)
        => _graph.Initializer.Add(new TensorProto { Name = name, DataType = type, Dims = { dimensions.ToArray() }, RawData = ByteString.CopyFrom(values) });

    private void AddInput(string name, DataType type, params ReadOnlySpan<long> dimensions) => _graph.Input.Add(Describe(name, type, dimensions));

    private void AddOutput(string name, params ReadOnlySpan<long> dimensions) => _graph.Output.Add(Describe(name, DataType.Float, dimensions));

    private static ValueInfoProto Describe(string name, DataType type, ReadOnlySpan<long> dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (long dimension in dimensions)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
        }

        return new() { Name = name, Type = new() { TensorType = new() { ElemType = type, Shape = shape } } };
    }
}
