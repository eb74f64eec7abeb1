using System.Globalization;

namespace LstmGen.Formats;

/// <summary>The one chain of a graph that leads from its input to its output through an LSTM, found from the end on.</summary>
internal sealed class TfLiteGraph
{
    private const int MostSteps = 1000;
    private const int MostPacks = 3; // within each other

    private readonly ModelBytes _file;
    private readonly TfLiteModel _model;
    private readonly TfLiteConstants _constants;
    private readonly LstmReadOptions _options;
    private readonly List<(int Operator, TfLiteCell? Cell)> _chain = []; // from the output on
    private readonly Dictionary<int, TfLiteCell?> _cells = [];
    private readonly HashSet<int> _used = [];

    internal TfLiteGraph(ModelBytes file, TfLiteModel model, LstmReadOptions options)
        => (_file, _model, _constants, _options) = (file, model, new TfLiteConstants(file, model), options);

    internal void AddTo(ModelBuilder builder)
    {
        int input = _options.From is { } from ? Named(from) : Input();
        int output = _options.To is { } to ? Named(to) : Output(input);
        Trace(input, output);
        _chain.Reverse();
        var flow = new TfLiteFlow(_file, _model, _constants, _model.Shape(input));
        foreach ((int index, TfLiteCell? cell) in _chain)
        {
            if (cell is null)
            {
                flow.Add(index);
            }
            else
            {
                flow.Add(cell);
            }
        }

        if (_options.To is null && _options.From is null)
        {
            States(output, builder);
            ExpectAllUsed();
        }

        flow.Stack.AddTo(_file, builder);
        builder.Outputs = flow.LastStep ? LstmOutputs.Last : LstmOutputs.EveryStep;
        if (_constants.Quantized)
        {
            builder.Notes.Add("Weights of the file are integers with scales; the class has them as floats.");
        }

        if (_chain.Any(step => step.Cell is null && _constants.IsInteger(_model.Outputs(step.Operator)[0])))
        {
            builder.Notes.Add("Values between the layers of the file are integers too; the class computes with floats, so outputs differ by the steps of these integers.");
        }
    }

    private int Named(string name)
    {
        for (int tensor = 0; tensor < _model.TensorCount; tensor++)
        {
            if (_model.Name(tensor) == name)
            {
                return tensor;
            }
        }

        throw _file.Error($"there is no tensor {name}; one was expected, where the network begins or ends.");
    }

    /// <summary>The input that is no state: the first one.</summary>
    private int Input() => _model.GraphInputs is [>= 0 and var first, ..] ? first : throw _file.Error("the graph has no input; one was expected.");

    /// <summary>The output that is not made of states alone.</summary>
    private int Output(int input)
    {
        int[] outputs = [.. _model.GraphOutputs.Where(tensor => !IsOfStates(tensor, input, 0))];
        return outputs is [>= 0 and var output]
            ? output
            : throw _file.Error($"the graph has outputs {string.Join(", ", outputs.Select(tensor => tensor < 0 ? "-" : _model.Name(tensor)))} beside those of states; one was expected, or a name of the one that is meant.");
    }

    private bool IsOfStates(int tensor, int input, int depth)
    {
        int producer = tensor < 0 ? -1 : _model.Producer(tensor);
        return producer >= 0 && depth < MostPacks && _model.Kind(producer) == TfLiteOperators.Pack && _model.Inputs(producer) is { Length: > 1 } parts
            && Array.TrueForAll(parts, part => IsOfStates(part, input, depth + 1) || Cell(part, input) is not null || IsCellState(part));
    }

    /// <summary>A sum that goes through TANH into a product: c of a cell.</summary>
    private bool IsCellState(int tensor) => tensor >= 0 && _model.Producer(tensor) is >= 0 and int producer && _model.Kind(producer) == TfLiteOperators.Add;

    /// <summary>The cell whose h a tensor is; each is looked for once.</summary>
    private TfLiteCell? Cell(int tensor, int input)
    {
        if (!_cells.TryGetValue(tensor, out TfLiteCell? cell))
        {
            cell = TfLiteCell.Of(_model, _constants, tensor, input);
            _cells.Add(tensor, cell);
        }

        return cell;
    }

    private void Trace(int input, int output)
    {
        for (int tensor = output; tensor != input;)
        {
            int producer = _model.Producer(tensor);
            if (producer < 0 || _chain.Count == MostSteps)
            {
                throw _file.Error($"tensor {_model.Name(tensor)} is no function of the input {_model.Name(input)}; one was expected of each that the output depends on.");
            }

            if (_model.Kind(producer) == TfLiteOperators.Mul)
            {
                TfLiteCell cell = Cell(tensor, input)
                    ?? throw _file.Error($"{_model.Describe(producer)} is no end of an LSTM's step, whose h and c come from inputs of the graph; UNIDIRECTIONAL_SEQUENCE_LSTM or such a step was expected.");
                _used.UnionWith(cell.Operators);
                _chain.Add((producer, cell));
                tensor = cell.Input;
                continue;
            }

            _used.Add(producer);
            _chain.Add((producer, null));
            int[] inputs = _model.Inputs(producer);
            tensor = _model.Kind(producer) == TfLiteOperators.Add && inputs is [var first, var second] && _constants.IsConstant(first) ? second
                : inputs is [>= 0 and var only, ..] ? only : throw _file.Error($"{_model.Describe(producer)} reads nothing; an input was expected.");
        }
    }

    /// <summary>Outputs that hold states after the step: each stands where the graph reads it before the step.</summary>
    private void States(int output, ModelBuilder builder)
    {
        TfLiteCell[] cells = [.. _chain.Where(step => step.Cell is not null).Select(step => step.Cell!)];
        if (cells.Length == 0)
        {
            return;
        }

        foreach (int tensor in _model.GraphOutputs.Where(each => each != output))
        {
            Place(tensor, _model.Shape(tensor).Length, [], cells);
        }

        builder.Notes.Add("States are inputs and outputs of the graph; a state of the class holds them.");
    }

    private void Place(int tensor, int rank, string[] at, TfLiteCell[] cells)
    {
        foreach (TfLiteCell cell in cells)
        {
            if (tensor == cell.Hidden || tensor == cell.CellState)
            {
                string part = (tensor == cell.Hidden ? cell.Before.Hidden : cell.Before.Cell).Part, found = string.Join(' ', at.Order(StringComparer.Ordinal));
                if (at.Length > 0 && part != found)
                {
                    throw _file.Error($"the state {_model.Name(tensor)} is read at {part} of an input and given at {found} of an output; one place was expected.");
                }

                return;
            }
        }

        int producer = _model.Producer(tensor);
        if (producer < 0 || _model.Kind(producer) != TfLiteOperators.Pack || at.Length >= MostPacks)
        {
            throw _file.Error($"output {_model.Name(tensor)} is no state of an LSTM; the network's output and states were expected.");
        }

        _used.Add(producer);
        int[] parts = _model.Inputs(producer);
        int own = _model.Shape(_model.Outputs(producer)[0]).Length, axis = _model.Options(producer)?.Int(1) ?? 0;
        axis = axis < 0 ? axis + own : axis;
        // Axes of the outermost tensor: those that outer ones put before this one's are counted too.
        int outer = axis + at.Count(each => int.Parse(each[..each.IndexOf(':')], CultureInfo.InvariantCulture) <= axis);
        for (int index = 0; index < parts.Length; index++)
        {
            Place(parts[index], rank, [.. at, string.Create(CultureInfo.InvariantCulture, $"{outer}:{index}")], cells);
        }
    }

    private void ExpectAllUsed()
    {
        for (int index = 0; index < _model.OperatorCount; index++)
        {
            if (!_used.Contains(index) && !(_model.Kind(index) == TfLiteOperators.Dequantize && _model.Inputs(index) is [>= 0 and var source] && _model.IsConstant(source)))
            {
                throw _file.Error($"{_model.Describe(index)} is no part of the chain from the input to the output; none was expected beside it.");
            }
        }
    }
}
