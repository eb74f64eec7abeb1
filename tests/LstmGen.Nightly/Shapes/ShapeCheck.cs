using LstmGen.TestKit.Reference;

namespace LstmGen.Nightly.Shapes;

/// <summary>
/// One random batch through one model: near the double reference, and the same bits from every kernel set, row by row,
/// step by step, and with rows of different lengths.
/// </summary>
internal sealed class ShapeCheck
{
    private const float Poison = 12345.678f;

    /// <summary>Multiply-adds of one run; the portable kernels need a nanosecond or more each.</summary>
    private const long MostWork = 3_000_000;

    private readonly ModelCase _model;
    private readonly LstmShape _shape;
    private readonly TestWeights _weights;
    private readonly int _steps;
    private readonly int _batch;
    private readonly int[] _lengths;
    private readonly float[] _inputs;
    private readonly float[] _hidden;
    private readonly float[] _cell;
    private double _error;
    private double _bound;

    internal ShapeCheck(ModelCase model, LstmShape shape, SplitMix random)
    {
        (_model, _shape) = (model, shape);
        _weights = TestWeights.Random(shape, random.Next());
        _batch = 1 + random.Below(19);
        _steps = (int)Math.Clamp(MostWork / (shape.MultiplyAddsPerStep * _batch), 2, 2 + random.Below(70));
        _lengths = [.. Enumerable.Range(0, _batch).Select(_ => random.Below(_steps + 1))];
        _inputs = random.Fill((long)_steps * _batch * shape.Input, 2);
        _hidden = random.Fill((long)shape.Layers * _batch * shape.Hidden, 1);
        _cell = random.Fill((long)shape.Layers * _batch * shape.Hidden, 2);
    }

    /// <summary>What fails, or null.</summary>
    internal string? Run()
    {
        if (_model.Shape != _shape)
        {
            return $"the model says it is {_model.Shape}";
        }

        LstmWeights loaded = _weights.ToLstmWeights();
        Outcome? first = null;
        foreach (string set in _model.KernelSets)
        {
            CompiledModel model = _model.Create(loaded, set);
            Outcome whole = RunBatch(model, null);
            first ??= whole;
            string? failure = Difference(first, whole, "as the best kernel set") ?? Rows(model, whole) ?? Ragged(model, whole);
            if (failure != null)
            {
                return $"{set}: {failure}";
            }
        }

        return Accuracy(first!);
    }

    public override string ToString()
        => $"{_steps} steps of {_batch} rows on {string.Join(", ", _model.KernelSets)}, error {_error:e1} of {_bound:e1}";

    private string? Accuracy(Outcome found)
    {
        ReferenceRun expected = ReferenceModels.Of(_weights).Forward(
            ReferenceModels.Widen(_inputs), [.. Enumerable.Repeat(_steps, _batch)], ReferenceModels.Widen(_hidden), ReferenceModels.Widen(_cell));
        _bound = ErrorBound.Of(_shape, _steps);
        _error = new[]
        {
            ErrorBound.Of(found.Outputs, expected.Outputs, ErrorBound.Floor),
            ErrorBound.Of(found.Hidden, expected.Hidden, ErrorBound.Floor),
            ErrorBound.Of(found.Cell, expected.Cell, ErrorBound.Floor),
        }.Max();
        return _error <= _bound ? null : "the error exceeds the bound";
    }

    /// <summary>Each row alone, as a sequence; the first and the last row step by step too.</summary>
    private string? Rows(CompiledModel model, Outcome whole)
    {
        for (int row = 0; row < _batch; row++)
        {
            Outcome expected = Row(whole, row, _steps);
            string? failure = Difference(expected, RunRow(model, row, _steps), $"row {row} alone")
                ?? (row == 0 || row == _batch - 1 ? Difference(expected, StepRow(model, row), $"row {row} step by step") : null);
            if (failure != null)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>A row of some length: outputs of the whole run so far and zeros behind, the state of the row run so far alone.</summary>
    private string? Ragged(CompiledModel model, Outcome whole)
    {
        Outcome ragged = RunBatch(model, _lengths);
        for (int row = 0; row < _batch; row++)
        {
            var outputs = new float[_steps * _shape.OutputSize];
            Row(whole, row, _lengths[row]).Outputs.CopyTo(outputs, 0);
            string? failure = Difference(RunRow(model, row, _lengths[row]) with { Outputs = outputs }, Row(ragged, row, _steps), $"row {row} of length {_lengths[row]}");
            if (failure != null)
            {
                return failure;
            }
        }

        return null;
    }

    private Outcome RunBatch(CompiledModel model, int[]? lengths)
    {
        LstmState state = model.CreateState(_batch);
        state.Import(_hidden, _cell);
        float[] outputs = Poisoned(_steps * _batch * _shape.OutputSize);
        if (lengths == null)
        {
            model.Run(_inputs, state, outputs);
        }
        else
        {
            model.Run(_inputs, lengths, state, outputs);
        }

        return Outcome.Of(outputs, state);
    }

    private Outcome RunRow(CompiledModel model, int row, int steps)
    {
        LstmState state = RowState(model, row);
        float[] outputs = Poisoned(steps * _shape.OutputSize);
        model.Run(Part(_inputs, _shape.Input, row).AsSpan(0, steps * _shape.Input), state, outputs);
        return Outcome.Of(outputs, state);
    }

    private Outcome StepRow(CompiledModel model, int row)
    {
        LstmState state = RowState(model, row);
        float[] inputs = Part(_inputs, _shape.Input, row);
        float[] outputs = Poisoned(_steps * _shape.OutputSize);
        for (int step = 0; step < _steps; step++)
        {
            model.Step(inputs.AsSpan(step * _shape.Input, _shape.Input), state, outputs.AsSpan(step * _shape.OutputSize, _shape.OutputSize));
        }

        return Outcome.Of(outputs, state);
    }

    private LstmState RowState(CompiledModel model, int row)
    {
        LstmState state = model.CreateState();
        state.Import(Part(_hidden, _shape.Hidden, row), Part(_cell, _shape.Hidden, row));
        return state;
    }

    private Outcome Row(Outcome batch, int row, int steps) => new(
        Part(batch.Outputs, _shape.OutputSize, row)[..(steps * _shape.OutputSize)], Part(batch.Hidden, _shape.Hidden, row), Part(batch.Cell, _shape.Hidden, row));

    /// <summary>One row of a buffer [.., B, features].</summary>
    private float[] Part(float[] values, int features, int row)
    {
        var alone = new float[values.Length / _batch];
        for (int index = 0; index * features < alone.Length; index++)
        {
            values.AsSpan(((index * _batch) + row) * features, features).CopyTo(alone.AsSpan(index * features));
        }

        return alone;
    }

    private static float[] Poisoned(int length)
    {
        var values = new float[length];
        Array.Fill(values, Poison);
        return values;
    }

    private static string? Difference(Outcome expected, Outcome found, string what)
        => Difference(expected.Outputs, found.Outputs, $"{what}: output")
            ?? Difference(expected.Hidden, found.Hidden, $"{what}: h")
            ?? Difference(expected.Cell, found.Cell, $"{what}: c");

    private static string? Difference(float[] expected, float[] found, string what)
    {
        if (expected.Length != found.Length)
        {
            return $"{what} has {found.Length} values, not {expected.Length}";
        }

        for (int index = 0; index < expected.Length; index++)
        {
            if (BitConverter.SingleToInt32Bits(expected[index]) != BitConverter.SingleToInt32Bits(found[index])
                && !(float.IsNaN(expected[index]) && float.IsNaN(found[index])))
            {
                return $"{what} {index} of {expected.Length} is {found[index]:R}, not {expected[index]:R}";
            }
        }

        return null;
    }

    private sealed record Outcome(float[] Outputs, float[] Hidden, float[] Cell)
    {
        internal static Outcome Of(float[] outputs, LstmState state)
        {
            var hidden = new float[state.Shape.Layers * state.Batch * state.Shape.Hidden];
            var cell = new float[hidden.Length];
            state.Export(hidden, cell);
            return new Outcome(outputs, hidden, cell);
        }
    }
}
