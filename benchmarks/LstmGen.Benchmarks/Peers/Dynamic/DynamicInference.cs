using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Peers.Dynamic;

/// <summary>Layers whose sizes are known only at run time, row after row; a row stops at its own length.</summary>
internal sealed class DynamicInference<TLayer> : IPrepared
    where TLayer : IDynamicLayer<TLayer>
{
    private readonly InferenceProblem _problem;
    private readonly TLayer[] _layers;
    private readonly float[][] _inputsAndHidden; // of every layer and row
    private readonly float[][] _cells;
    private readonly float[] _outputs;
    private readonly LocalWork _work;
    private int _call;

    internal DynamicInference(InferenceProblem problem)
    {
        _problem = problem;
        LstmShape shape = problem.Shape;
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => TLayer.Create(problem.Parameters, layer))];
        int[] layers = [.. Enumerable.Range(0, shape.Layers * problem.Batch).Select(index => index / problem.Batch)];
        _inputsAndHidden = [.. layers.Select(layer => new float[shape.LayerInput(layer) + shape.Hidden])];
        _cells = [.. layers.Select(_ => new float[shape.Hidden])];
        _outputs = new float[problem.Steps * problem.Batch * shape.Hidden];
        Reset();
        _work = new(Run);
    }

    public Block Time(int count) => _work.Time(count);

    public IReadOnlyDictionary<string, float[]> Results()
    {
        int hidden = _problem.Shape.Hidden;
        return _problem.Results(_outputs, [.. _inputsAndHidden.SelectMany(both => both[^hidden..])], [.. _cells.SelectMany(cell => cell)]);
    }

    public void Dispose()
    {
    }

    private void Run(int count)
    {
        int call = _problem.Inputs.Length / _problem.Calls;
        for (int i = 0; i < count; i++)
        {
            if (_problem.Lengths is not null)
            {
                Reset();
                Array.Clear(_outputs);
            }

            ReadOnlySpan<float> inputs = _problem.Inputs.AsSpan(_call * call, call);
            _call = _call + 1 < _problem.Calls ? _call + 1 : 0;
            for (int row = 0; row < _problem.Batch; row++)
            {
                RunRow(inputs, row);
            }
        }
    }

    private void RunRow(ReadOnlySpan<float> inputs, int row)
    {
        int batch = _problem.Batch;
        int hidden = _problem.Shape.Hidden;
        int input = _problem.Shape.Input;
        int steps = _problem.Lengths is { } lengths ? lengths[row] : _problem.Steps;
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> below = inputs.Slice(((step * batch) + row) * input, input);
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                float[] both = _inputsAndHidden[(layer * batch) + row];
                below.CopyTo(both);
                _layers[layer].Step(both, _cells[(layer * batch) + row]);
                below = both.AsSpan(both.Length - hidden);
            }

            below.CopyTo(_outputs.AsSpan(((step * batch) + row) * hidden));
        }
    }

    private void Reset()
    {
        int hidden = _problem.Shape.Hidden;
        for (int i = 0; i < _cells.Length; i++)
        {
            _problem.HiddenStates.AsSpan(i * hidden, hidden).CopyTo(_inputsAndHidden[i].AsSpan(_inputsAndHidden[i].Length - hidden));
            _problem.CellStates.AsSpan(i * hidden, hidden).CopyTo(_cells[i]);
        }
    }
}
