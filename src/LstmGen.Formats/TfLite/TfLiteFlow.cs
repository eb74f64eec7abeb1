using System.Globalization;

namespace LstmGen.Formats;

/// <summary>What flows along the chain of a graph: its shape, which axis is time, and the layers so far.</summary>
internal sealed class TfLiteFlow
{
    private readonly ModelBytes _file;
    private readonly TfLiteModel _model;
    private readonly TfLiteConstants _constants;
    private readonly TfLiteLstm _lstm;
    private int[] _shape;
    private int[] _labels; // which axis of the input each is; -1 of an axis of length 1
    private int? _time;    // the label of time, once a layer has said so

    internal TfLiteFlow(ModelBytes file, TfLiteModel model, TfLiteConstants constants, int[] shape)
    {
        (_file, _model, _constants, _lstm) = (file, model, constants, new TfLiteLstm(file, model, constants));
        (_shape, _labels) = (shape, [.. shape.Select((length, axis) => length == 1 ? -1 : axis)]);
        Stack = new LayerStack(shape.Length > 0 && shape[^1] <= ModelLimits.Values
            ? shape[^1]
            : throw file.Error($"the input has shape [{string.Join(", ", shape)}]; 1 to {ModelLimits.Values} features on the last axis were expected."));
    }

    internal LayerStack Stack { get; }

    /// <summary>Whether the last step alone is an output.</summary>
    internal bool LastStep { get; private set; }

    internal void Add(TfLiteCell cell)
    {
        if (_shape.SkipLast(1).Any(length => length != 1) || cell.Features != Stack.Width)
        {
            throw _file.Error($"the LSTM that gives {_model.Name(cell.Hidden)} reads a shape of [{string.Join(", ", _shape)}]; one step of one sequence was expected, as many features as the layer before gives.");
        }

        Stack.Add(cell.Layer);
        int[] shape = _model.Shape(cell.Hidden);
        Become(shape, [.. shape.Select(length => length == 1 ? -1 : _labels[^1])]);
    }

    internal void Add(int index)
    {
        switch (_model.Kind(index))
        {
            case TfLiteOperators.UnidirectionalSequenceLstm or TfLiteOperators.BidirectionalSequenceLstm:
                Lstm(index);
                break;
            case TfLiteOperators.FullyConnected:
                Dense(index);
                break;
            case TfLiteOperators.Add:
                Bias(index);
                break;
            case TfLiteOperators.Logistic:
                Activate(index, LstmActivation.Sigmoid);
                break;
            case TfLiteOperators.Tanh:
                Activate(index, LstmActivation.Tanh);
                break;
            case TfLiteOperators.Relu:
                Activate(index, LstmActivation.Relu);
                break;
            case TfLiteOperators.Elu:
                Activate(index, LstmActivation.Elu);
                break;
            case TfLiteOperators.Gelu:
                Activate(index, _model.Options(index)?.Byte(0) > 0 ? LstmActivation.GeluTanh : LstmActivation.Gelu);
                break;
            case TfLiteOperators.LeakyRelu:
                Activate(index, LstmActivation.LeakyRelu).Alpha = _model.Options(index)?.Float(0) ?? 0;
                break;
            case TfLiteOperators.Softmax:
                Softmax(index);
                break;
            case TfLiteOperators.Quantize or TfLiteOperators.Dequantize:
                Same(index);
                break;
            case TfLiteOperators.Transpose:
                Transpose(index);
                break;
            case TfLiteOperators.StridedSlice:
                Slice(index);
                break;
            case TfLiteOperators.Reshape or TfLiteOperators.Squeeze or TfLiteOperators.ExpandDims:
                Regroup(index);
                break;
            case TfLiteOperators.Pack when _model.Inputs(index).Length == 1:
                Regroup(index);
                break;
            case TfLiteOperators.Unpack when _model.Outputs(index).Length == 1:
                Regroup(index);
                break;
            default:
                throw _file.Error($"{_model.Describe(index)} is none that a class can have; an LSTM, FULLY_CONNECTED, activations and operators that only move axes were expected.");
        }
    }

    private void Lstm(int index)
    {
        StackLayer layer = _lstm.Read(index, Stack.Width, out bool timeMajor);
        int axis = timeMajor ? 0 : 1;
        if (_shape.Length != 3 || (_labels[axis] >= 0 && (_time ??= _labels[axis]) != _labels[axis]))
        {
            throw _file.Error($"{_model.Describe(index)} reads axis {Number(axis)} of [{string.Join(", ", _shape)}] as time, which the layer before does not; steps, sequences and features were expected.");
        }

        ExpectEveryStep(index);
        Stack.Add(layer);
        Become(Shape(index, [_shape[0], _shape[1], layer.Width]), [.. _labels[..2], 2]);
    }

    private void Dense(int index)
    {
        int[] inputs = _model.Inputs(index);
        if (inputs.Length is not (2 or 3) || _model.Options(index)?.Byte(1) is > 0 || inputs[1] < 0 || _model.Shape(inputs[1]) is not [<= ModelLimits.Values and var units, var features])
        {
            throw _file.Error($"{_model.Describe(index)} has weights in an order of their own, or none; a matrix [units, features] of {ModelLimits.Values} units at most was expected.");
        }

        if (features != Stack.Width || _shape[^1] != features)
        {
            throw _file.Error($"{_model.Describe(index)} reads {Number(features)} values at once and the layer before gives {Number(Stack.Width)} a step; a layer that reads each step by itself was expected.");
        }

        string name = _model.Describe(index);
        Stack.Add(new StackLayer(new DenseAttribute(units), units)
        {
            Weight = _constants.Floats(inputs[1], $"{name}: weights", units, features),
            Bias = inputs is [_, _, >= 0 and var bias] ? _constants.Floats(bias, $"{name}: bias", units) : new float[units],
        });
        Become([.. _shape[..^1], units], _labels);
        Regroup(index);
        Fused(index);
    }

    /// <summary>ADD of a constant for each value.</summary>
    private void Bias(int index)
    {
        int[] inputs = _model.Inputs(index);
        int constant = inputs is [var first, var second] ? (_constants.IsConstant(first) ? first : second) : -1;
        if (!_constants.IsConstant(constant))
        {
            throw _file.Error($"{_model.Describe(index)} adds two values that are computed; a bias was expected, or the step of an LSTM.");
        }

        float[] values = _constants.Floats(constant, _model.Describe(index), Stack.Width);
        Linear(index).Scale(_ => 1, row => values[row]);
        Same(index);
        Fused(index);
    }

    private void Softmax(int index)
    {
        float beta = _model.Options(index)?.Float(0) ?? 0;
        if (beta != 1)
        {
            throw _file.Error($"{_model.Describe(index)} has beta {beta.ToString(CultureInfo.InvariantCulture)}; 1 was expected.");
        }

        Activate(index, LstmActivation.Affine).Softmax = true;
    }

    /// <summary>The last step of each sequence, which is what is kept where a slice keeps one.</summary>
    private void Slice(int index)
    {
        int[] inputs = _model.Inputs(index);
        int axis = Array.FindIndex(_labels, label => label >= 0 && label == _time);
        FlatTable options = _model.Options(index) ?? throw Moves(index);
        int[] begin = _constants.Whole(Operand(inputs, 1), "the beginning of a slice", 8);
        bool rest = Enumerable.Range(0, _shape.Length).All(at => at == axis || ((options.Int(0) & options.Int(1)) >> at & 1) != 0);
        if (axis < 0 || !rest || options.Int(4) != 1 << axis || begin.Length != _shape.Length || (begin[axis] != -1 && begin[axis] != _shape[axis] - 1))
        {
            throw Moves(index);
        }

        ExpectEveryStep(index);
        LastStep = true;
        Become(Shape(index, [.. _shape.Where((_, at) => at != axis)]), [.. _labels.Where((_, at) => at != axis)]);
    }

    private void Transpose(int index)
    {
        int[] order = _constants.Whole(Operand(_model.Inputs(index), 1), "the order of axes", 8);
        if (order.Length != _shape.Length || order.Any(axis => (uint)axis >= (uint)order.Length) || order[^1] != order.Length - 1 || order.Distinct().Count() < order.Length)
        {
            throw Moves(index);
        }

        Become(Shape(index, [.. order.Select(axis => _shape[axis])]), [.. order.Select(axis => _labels[axis])]);
    }

    /// <summary>Another shape of the same values: axes of length 1 come and go, all others stay.</summary>
    private void Regroup(int index)
    {
        int[] shape = _model.Shape(_model.Outputs(index)[0]);
        var left = new Queue<(int Length, int Label)>(_shape.Zip(_labels).Where(axis => axis.First != 1));
        var labels = new List<int>();
        foreach (int length in shape)
        {
            labels.Add(length == 1 ? -1 : left.TryDequeue(out (int Length, int Label) axis) && axis.Length == length ? axis.Label : throw Moves(index));
        }

        if (left.Count > 0 || shape is not [.., var width] || width != Stack.Width)
        {
            throw Moves(index);
        }

        Become(shape, [.. labels]);
    }

    private void Same(int index) => Become(Shape(index, _shape), _labels);

    private DenseAttribute Activate(int index, LstmActivation activation)
    {
        Same(index);
        var dense = (DenseAttribute)Linear(index).Attribute;
        dense.Activation = activation;
        return dense;
    }

    /// <summary>The activation that an operator has in it.</summary>
    private void Fused(int index)
    {
        int number = _model.Options(index)?.Byte(0) ?? 0;
        if (number != 0)
        {
            ((DenseAttribute)Linear(index).Attribute).Activation = number switch
            {
                1 => LstmActivation.Relu,
                4 => LstmActivation.Tanh,
                _ => throw _file.Error($"{_model.Describe(index)} has activation {Number(number)}; none (0), RELU (1) or TANH (4) was expected."),
            };
        }
    }

    private StackLayer Linear(int index)
        => Stack.Linear() ?? throw _file.Error($"{_model.Describe(index)} is of what no linear layer gives; one of FULLY_CONNECTED without activation, or of an LSTM, was expected.");

    private void ExpectEveryStep(int index)
    {
        if (LastStep)
        {
            throw _file.Error($"{_model.Describe(index)} reads the last step alone; all steps were expected.");
        }
    }

    /// <summary>The shape that the file gives the output of an operator, which must be that of what flows.</summary>
    private int[] Shape(int index, int[] expected)
        => _model.Shape(_model.Outputs(index)[0]) is { } shape && shape.SequenceEqual(expected)
            ? shape
            : throw _file.Error($"{_model.Describe(index)} gives a shape of [{string.Join(", ", _model.Shape(_model.Outputs(index)[0]))}]; [{string.Join(", ", expected)}] was expected.");

    private LstmFormatException Moves(int index)
        => _file.Error($"{_model.Describe(index)} makes [{string.Join(", ", _model.Shape(_model.Outputs(index)[0]))}] of [{string.Join(", ", _shape)}] in a way that no class can; "
            + "axes of length 1 that come or go, steps and sequences exchanged, or the last step, were expected.");

    private void Become(int[] shape, int[] labels) => (_shape, _labels) = (shape, labels);

    private static int Operand(int[] inputs, int at) => at < inputs.Length ? inputs[at] : -1;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
