using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// Calls of ONNX Runtime over tensors made beforehand. States are carried on without a copy: two bindings take turns, each reading
/// the states that the other wrote. A ragged batch has one, which reads the initial states every time.
/// </summary>
internal sealed class OnnxRuntimeInference : IPrepared
{
    private readonly InferenceProblem _problem;
    private readonly OrtSession _session;
    private readonly OrtTensor _input;
    private readonly OrtTensor? _output;
    private readonly States[] _states;
    private readonly nint[] _bindings;
    private readonly LocalWork _work;
    private int _calls;

    internal OnnxRuntimeInference(InferenceProblem problem, int threads)
    {
        _problem = problem;
        _session = new(OnnxModel.Write(problem), threads);
        (int steps, int batch) = (problem.Steps, problem.Batch);
        _input = _session.Create(steps, batch, problem.Shape.Input);
        _output = steps > 1 ? _session.Create(steps, 1, batch, problem.Shape.Hidden) : null;
        _states = [new(_session, problem), new(_session, problem)];
        OrtTensor? lengths = problem.Lengths is null ? null : _session.Create(problem.Lengths);
        _bindings = problem.Lengths is null ? [Bind(lengths, 0), Bind(lengths, 1)] : [Bind(lengths, 0)];
        CopyInput(0);
        _work = new(Run);
    }

    public Block Time(int count) => _work.Time(count);

    /// <summary>One call.</summary>
    internal void Call()
    {
        if (_problem.Calls > 1)
        {
            CopyInput(_calls % _problem.Calls);
        }

        _session.Run(_bindings[_calls % _bindings.Length]);
        _calls++;
    }

    public IReadOnlyDictionary<string, float[]> Results()
    {
        States last = _states[_problem.Lengths is null ? _calls % 2 : 1];
        return _problem.Results((_output ?? last.Hidden[^1]).Floats.ToArray(), All(last.Hidden), All(last.Cell));

        static float[] All(OrtTensor[] layers) => [.. layers.SelectMany(layer => layer.Floats.ToArray())];
    }

    public void Dispose() => _session.Dispose();

    private void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Call();
        }
    }

    private void CopyInput(int call) => _problem.Inputs.AsSpan(call * _input.Count, _input.Count).CopyTo(_input.Floats);

    private nint Bind(OrtTensor? lengths, int from)
    {
        var inputs = new List<(string, OrtTensor)> { (OnnxModel.Input, _input) };
        var outputs = new List<(string, OrtTensor)>();
        if (lengths is not null)
        {
            inputs.Add((OnnxModel.Lengths, lengths));
        }

        if (_output is not null)
        {
            outputs.Add((OnnxModel.Output, _output));
        }

        for (int layer = 0; layer < _problem.Shape.Layers; layer++)
        {
            inputs.Add((OnnxModel.HiddenIn(layer), _states[from].Hidden[layer]));
            inputs.Add((OnnxModel.CellIn(layer), _states[from].Cell[layer]));
            if (OnnxModel.GivesStates(_problem))
            {
                outputs.Add((OnnxModel.HiddenOut(layer), _states[1 - from].Hidden[layer]));
                outputs.Add((OnnxModel.CellOut(layer), _states[1 - from].Cell[layer]));
            }
        }

        return _session.Bind(inputs, outputs);
    }

    /// <summary>h and c [1, B, H] of every layer, at first the initial ones.</summary>
    private sealed class States(OrtSession session, InferenceProblem problem)
    {
        internal OrtTensor[] Hidden { get; } = Create(session, problem, problem.HiddenStates);

        internal OrtTensor[] Cell { get; } = Create(session, problem, problem.CellStates);

        private static OrtTensor[] Create(OrtSession session, InferenceProblem problem, float[] values)
        {
            var layers = new OrtTensor[problem.Shape.Layers];
            for (int layer = 0; layer < layers.Length; layer++)
            {
                layers[layer] = session.Create(1, problem.Batch, problem.Shape.Hidden);
                values.AsSpan(layer * layers[layer].Count, layers[layer].Count).CopyTo(layers[layer].Floats);
            }

            return layers;
        }
    }
}
