namespace LstmGen.Formats.Onnx;

/// <summary>LSTM, GRU, and the LSTM with quantised weights of ONNX Runtime.</summary>
internal static class RecurrentOperators
{
    private const string LstmRows = "iofg";
    private const string GruRows = "zrn";

    internal static OnnxValue[] Lstm(OnnxNode node)
    {
        var shape = RecurrentShape.Of(node, gates: 4, node.Tensor(1, "weights W"), node.Tensor(2, "recurrent weights R"));
        return Lstm(node, shape, node.Has(7) ? node.Tensor(7, "peepholes P") : null);
    }

    /// <summary>Weights of 8 bits with a scale a matrix or a row, [directions, inputs, rows].</summary>
    internal static OnnxValue[] QuantizedLstm(OnnxNode node)
    {
        OnnxTensor input = Dequantized(node, 1, 8, 9), recurrent = Dequantized(node, 2, 10, 11);
        node.Context.Note($"{node.Origin} has weights of 8 bits, which are read as the floats that they stand for; ONNX Runtime quantises the inputs and h of each step too, and differs by that.");
        return Lstm(node, RecurrentShape.Of(node, gates: 4, input, recurrent), node.Has(7) ? node.Tensor(7, "peepholes P") : null);
    }

    internal static OnnxValue[] Gru(OnnxNode node)
    {
        var shape = RecurrentShape.Of(node, gates: 3, node.Tensor(1, "weights W"), node.Tensor(2, "recurrent weights R"));
        RecurrentActivation[] functions = RecurrentActivation.Of(node, shape.Directions, LstmActivation.Sigmoid, LstmActivation.Tanh);
        var layer = new GruAttribute(shape.Hidden)
        {
            Direction = shape.Direction, Bias = shape.Bias is not null, ResetAfter = node.Opset >= 3 && node.Int("linear_before_reset", 0) != 0,
            GateActivation = functions[0].Function, GateAlpha = functions[0].Alpha, GateBeta = functions[0].Beta,
            CandidateActivation = functions[1].Function, CandidateAlpha = functions[1].Alpha, CandidateBeta = functions[1].Beta,
        };
        if (node.Float("clip", 0) != 0)
        {
            throw node.Error("has a clip, which no GRU of a class has");
        }

        InitialState hidden = InitialState.Of(node, shape, 5);
        layer.LearnedInitialState = hidden.Values is not null;
        return Outputs(node, shape, null, layer, hidden, default, [.. Enumerable.Range(0, shape.Directions).Select(at => shape.Tensors(at, GruRows, "rzn") with { InitialHidden = hidden.Values?[at] })]);
    }

    private static OnnxValue[] Lstm(OnnxNode node, RecurrentShape shape, OnnxTensor? peepholes)
    {
        RecurrentActivation[] functions = RecurrentActivation.Of(node, shape.Directions, LstmActivation.Sigmoid, LstmActivation.Tanh, LstmActivation.Tanh);
        bool coupled = node.Int("input_forget", 0) != 0;
        if (coupled)
        {
            node.Context.Note($"{node.Origin} has input_forget: f is 1 - i, and the rows of f were left out.");
        }

        InitialState hidden = InitialState.Of(node, shape, 5), cell = InitialState.Of(node, shape, 6);
        var layer = new LstmAttribute(shape.Hidden)
        {
            Direction = shape.Direction, Bias = shape.Bias is not null, Clip = node.Float("clip", 0), Peepholes = peepholes is not null,
            CoupledGates = coupled ? LstmCoupledGates.ForgetFromInput : LstmCoupledGates.None, LearnedInitialState = hidden.Values is not null || cell.Values is not null,
            GateActivation = functions[0].Function, GateAlpha = functions[0].Alpha, GateBeta = functions[0].Beta,
            CandidateActivation = functions[1].Function, CandidateAlpha = functions[1].Alpha, CandidateBeta = functions[1].Beta,
            OutputActivation = functions[2].Function, OutputAlpha = functions[2].Alpha, OutputBeta = functions[2].Beta,
        };
        if (!(layer.Clip >= 0) || float.IsInfinity(layer.Clip))
        {
            throw node.Error($"has the clip {Text.Number(layer.Clip)}; a positive number was expected");
        }

        if (peepholes is not null && !peepholes.Dimensions.AsSpan().SequenceEqual([shape.Directions, 3L * shape.Hidden]))
        {
            throw node.Error($"has peepholes P {peepholes.Shape}; [{shape.Directions}, {3 * shape.Hidden}] was expected");
        }

        string rows = coupled ? "igo" : Gates.PyTorch;
        float[] zeros = new float[shape.Hidden];
        return Outputs(node, shape, layer, null, hidden, cell, [.. Enumerable.Range(0, shape.Directions).Select(at =>
        {
            float[]? Peephole(int gate) => peepholes?.Floats.AsSpan(((at * 3) + gate) * shape.Hidden, shape.Hidden).ToArray();
            return shape.Tensors(at, LstmRows, rows) with
            {
                InputPeephole = Peephole(0), OutputPeephole = Peephole(1), ForgetPeephole = coupled ? null : Peephole(2),
                InitialHidden = layer.LearnedInitialState ? hidden.Values?[at] ?? zeros : null, InitialCell = layer.LearnedInitialState ? cell.Values?[at] ?? zeros : null,
            };
        })]);
    }

    private static OnnxValue[] Outputs(OnnxNode node, RecurrentShape shape, LstmAttribute? lstm, GruAttribute? gru, InitialState hidden, InitialState cell, LayerTensors[] tensors)
    {
        if ((lstm?.LearnedInitialState ?? gru!.LearnedInitialState) && (hidden.Input ?? cell.Input) is { } mixed)
        {
            throw node.Error($"begins with values of the file and with {mixed}; the one or the other was expected");
        }

        Axis units = new(shape.Hidden, $"{shape.Hidden} units", AxisRole.Feature), directions = new(2, "directions", AxisRole.Direction);
        Axis[] both = shape.Directions == 2 ? [directions] : [];
        var layer = new RecurrentNode(shape.Source, lstm, gru, tensors, node.Origin)
        {
            Values = [.. both, units], Time = shape.Time.Where(axis => axis.Size != 1).FirstOrDefault(), Batch = shape.Batch.FirstOrDefault(), HiddenInput = hidden.Input, CellInput = cell.Input,
        };
        (Axes all, Axes last) = shape.BatchFirst ? (new Axes(shape.Batch, shape.Time, both, [units]), new Axes(shape.Batch, both, [units])) : (new Axes(shape.Time, both, shape.Batch, [units]), new Axes(both, shape.Batch, [units]));
        return [new FlowValue(layer, all), new FlowValue(layer.Last, last), new FlowValue(layer.Cell, last)];
    }

    private static OnnxTensor Dequantized(OnnxNode node, int input, int scales, int zeros)
    {
        OnnxTensor matrix = node.Tensor(input, "quantised weights"), scale = node.Tensor(scales, "scales"), zero = node.Tensor(zeros, "zero points");
        if (matrix.Rank != 3 || !matrix.IsWhole || matrix.Dimensions[0] is not (1 or 2) || scale.Floats.Length != zero.Floats.Length || scale.Floats.Length == 0
            || (scale.Floats.Length != matrix.Dimensions[0] && scale.Floats.Length != matrix.Dimensions[0] * matrix.Dimensions[2]))
        {
            throw node.Error($"has quantised weights {matrix.Shape} with {scale.Floats.Length} scales and {zero.Floats.Length} zero points; one for each direction or row was expected");
        }

        node.Context.Budget.Take(8L * matrix.Floats.Length);
        var result = new float[matrix.Floats.Length];
        long rows = matrix.Dimensions[2], block = matrix.Dimensions[1] * rows;
        for (int at = 0; at < result.Length; at++)
        {
            int place = (int)((at / block) is var direction && scale.Floats.Length == matrix.Dimensions[0] ? direction : (direction * rows) + (at % rows));
            result[at] = (matrix.Floats[at] - zero.Floats[place]) * scale.Floats[place];
        }

        return (matrix with { Floats = result, IsWhole = false }).Transpose([0, 2, 1]);
    }
}
