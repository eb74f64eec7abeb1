using System.Globalization;

namespace LstmGen.Formats;

/// <summary>
/// An LSTM that a converter wrote out as operators of one step: h = o tanh(c), c = f c' + i g, the gates a SPLIT of the sum of two FULLY_CONNECTED and a bias; h and c of the step before are
/// inputs of the graph.
/// </summary>
internal sealed class TfLiteCell
{
    private readonly TfLiteModel _model;
    private readonly TfLiteConstants _constants;
    private readonly HashSet<int> _used = [];

    private TfLiteCell(TfLiteModel model, TfLiteConstants constants) => (_model, _constants) = (model, constants);

    /// <summary>Operators that it is made of.</summary>
    internal IReadOnlySet<int> Operators => _used;

    /// <summary>What it reads.</summary>
    internal int Input { get; private set; }

    /// <summary>Features of that.</summary>
    internal int Features { get; private set; }

    /// <summary>h after the step.</summary>
    internal int Hidden { get; private init; }

    /// <summary>c after the step.</summary>
    internal int CellState { get; private set; }

    /// <summary>Where h and c of the step before come from.</summary>
    internal (TfLitePath Hidden, TfLitePath Cell) Before { get; private set; }

    internal StackLayer Layer { get; private set; } = null!;

    /// <summary>The cell whose h a tensor is; null where it is none.</summary>
    internal static TfLiteCell? Of(TfLiteModel model, TfLiteConstants constants, int tensor, int input)
    {
        var cell = new TfLiteCell(model, constants) { Hidden = tensor };
        return cell.Match(input) ? cell : null;
    }

    private bool Match(int graphInput)
    {
        // h = LOGISTIC(o) TANH(c); c = LOGISTIC(f) c' + LOGISTIC(i) TANH(g)
        if (!Pair(Hidden, TfLiteOperators.Mul, TfLiteOperators.Logistic, TfLiteOperators.Tanh, out int output, out int state)
            || Operands(state, TfLiteOperators.Add) is not [var one, var other])
        {
            return false;
        }

        CellState = state;
        if (!Pair(one, TfLiteOperators.Mul, TfLiteOperators.Logistic, TfLiteOperators.Tanh, out int input, out int candidate))
        {
            (one, other) = (other, one);
            if (!Pair(one, TfLiteOperators.Mul, TfLiteOperators.Logistic, TfLiteOperators.Tanh, out input, out candidate))
            {
                return false;
            }
        }

        if (Operands(other, TfLiteOperators.Mul) is not [var left, var right])
        {
            return false;
        }

        (int gate, int before) = Operands(left, TfLiteOperators.Logistic) is [var forgotten] ? (forgotten, right) : (right, left);
        if (gate == right && Operands(right, TfLiteOperators.Logistic) is not [_])
        {
            return false;
        }

        int forget = gate == right ? Operands(right, TfLiteOperators.Logistic)[0] : gate;
        return Sums(input, forget, candidate, output, before, graphInput);
    }

    /// <summary>The gates are outputs of one SPLIT, in any order, and what it splits is a sum.</summary>
    private bool Sums(int input, int forget, int candidate, int output, int before, int graphInput)
    {
        int split = _model.Producer(input);
        if (split < 0 || _model.Kind(split) != TfLiteOperators.Split || _model.Outputs(split) is not { Length: 4 } parts || _model.Inputs(split) is not [_, var sum])
        {
            return false;
        }

        int[] places = [.. new[] { input, forget, candidate, output }.Select(tensor => Array.IndexOf(parts, tensor))];
        if (places.Any(place => place < 0) || places.Distinct().Count() < 4)
        {
            return false;
        }

        _used.Add(split);
        var products = new List<int>();
        float[]? bias = null;
        int rows = _model.Shape(sum)[^1];
        return rows % 4 == 0 && rows / 4 <= ModelLimits.Hidden && Terms(sum, rows, products, ref bias, 0) && products is [var one, var other] && Products(one, other, before, graphInput, rows, places, bias);
    }

    /// <summary>The summands, however the sum is nested.</summary>
    private bool Terms(int tensor, int rows, List<int> products, ref float[]? bias, int depth)
    {
        if (_constants.IsConstant(tensor))
        {
            float[] values = _constants.Floats(tensor, "the bias of an LSTM", rows);
            bias = bias is null ? values : [.. bias.Zip(values, (one, other) => one + other)];
            return true;
        }

        int producer = _model.Producer(tensor);
        if (producer < 0 || depth > 4)
        {
            return false;
        }

        if (_model.Kind(producer) == TfLiteOperators.FullyConnected)
        {
            _used.Add(producer);
            products.Add(producer);
            return _model.Inputs(producer) is [_, _, < 0] or [_, _] || (_model.Inputs(producer) is [_, _, var more] && Terms(more, rows, products, ref bias, depth + 1));
        }

        return Operands(tensor, TfLiteOperators.Add) is [var left, var right] && Terms(left, rows, products, ref bias, depth + 1) && Terms(right, rows, products, ref bias, depth + 1);
    }

    private bool Products(int one, int other, int before, int graphInput, int rows, int[] places, float[]? bias)
    {
        if (TfLitePath.Of(_model, _constants, before, _used) is not { } cell || cell.Input == graphInput)
        {
            return false;
        }

        // The recurrence reads an input of the graph as c' does; what else is multiplied is what the layer reads.
        TfLitePath? first = TfLitePath.Of(_model, _constants, _model.Inputs(one)[0], []), second = TfLitePath.Of(_model, _constants, _model.Inputs(other)[0], []);
        bool firstIsState = first is { } path && path.Input != graphInput, secondIsState = second is { } way && way.Input != graphInput;
        if (firstIsState == secondIsState || _model.Options(one)?.Byte(0) is > 0 || _model.Options(other)?.Byte(0) is > 0)
        {
            return false;
        }

        (int recurrent, int reading) = firstIsState ? (one, other) : (other, one);
        Before = (TfLitePath.Of(_model, _constants, _model.Inputs(recurrent)[0], _used)!.Value, cell);
        Input = _model.Inputs(reading)[0];
        int hidden = rows / 4;
        Features = _model.Shape(_model.Inputs(reading)[1])[^1];
        string letters = string.Concat(Enumerable.Range(0, 4).Select(place => Gates.PyTorch[Array.IndexOf(places, place)]));
        string name = string.Create(CultureInfo.InvariantCulture, $"the LSTM that gives {_model.Name(Hidden)}");
        Layer = new StackLayer(new LstmAttribute(hidden), hidden)
        {
            Recurrent =
            [
                new LayerTensors
                {
                    InputWeights = Gates.Reorder(_constants.Floats(_model.Inputs(reading)[1], $"{name}: weights of the inputs", rows, Features), letters),
                    RecurrentWeights = Gates.Reorder(_constants.Floats(_model.Inputs(recurrent)[1], $"{name}: weights of h", rows, hidden), letters),
                    InputBias = Gates.Reorder(bias ?? new float[rows], letters),
                },
            ],
        };
        return true;
    }

    /// <summary>What a product of two functions is of, in either order.</summary>
    private bool Pair(int tensor, TfLiteOperators kind, TfLiteOperators left, TfLiteOperators right, out int leftOperand, out int rightOperand)
    {
        (leftOperand, rightOperand) = (-1, -1);
        if (Operands(tensor, kind) is not [var one, var other])
        {
            return false;
        }

        if (KindOf(one) != left)
        {
            (one, other) = (other, one);
        }

        if (Operands(one, left) is not [var first] || Operands(other, right) is not [var second])
        {
            return false;
        }

        (leftOperand, rightOperand) = (first, second);
        return true;
    }

    private TfLiteOperators? KindOf(int tensor) => tensor >= 0 && _model.Producer(tensor) is >= 0 and int producer ? _model.Kind(producer) : null;

    /// <summary>What the operator reads that gives a tensor; nothing where it is of another kind or has an activation in it.</summary>
    private int[] Operands(int tensor, TfLiteOperators kind)
    {
        if (KindOf(tensor) != kind)
        {
            return [];
        }

        int producer = _model.Producer(tensor);
        if (kind is TfLiteOperators.Add or TfLiteOperators.Mul && _model.Options(producer)?.Byte(0) is > 0)
        {
            return [];
        }

        _used.Add(producer);
        return _model.Inputs(producer);
    }
}
