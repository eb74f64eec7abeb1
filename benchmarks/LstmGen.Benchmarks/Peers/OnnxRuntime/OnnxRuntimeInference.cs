using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;
using Microsoft.ML.OnnxRuntime;

namespace LstmGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>
/// Calls of ONNX Runtime over tensors made beforehand. States are carried on without a copy: two bindings take turns, each reading
/// the states that the other wrote. A ragged batch has one, which reads the initial states every time.
/// </summary>
internal sealed class OnnxRuntimeInference : IPrepared, ILocalCalls
{
    private readonly InferenceProblem _problem;
    private readonly OrtSession _session;
    private readonly OrtTensor _input;
    private readonly OrtTensor? _output;
    private readonly OrtStates[] _states;
    private readonly OrtIoBinding[] _bindings;
    private readonly bool _byC;
    private readonly LocalWork _work;
    private int _calls;

    internal OnnxRuntimeInference(InferenceProblem problem, int threads, bool byC, bool narrow = false)
    {
        _problem = problem;
        _byC = byC;
        _session = new(OnnxModel.Write(problem, narrow), threads);
        (int steps, int batch) = (problem.Steps, problem.Batch);
        _input = _session.Create(steps, batch, problem.Shape.Input);
        _output = steps > 1 ? _session.Create(steps, problem.Shape.Directions(), batch, problem.Shape.Hidden) : null;
        _states = [States(), States()];
        OrtValue? lengths = problem.Lengths is null ? null : _session.Create(problem.Lengths);
        OrtIoBinding forth = Bind(lengths, _states[0], _states[1]);
        _bindings = problem.Lengths is null ? [forth, Bind(lengths, _states[1], _states[0])] : [forth];
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

        OrtIoBinding binding = _bindings[_calls % _bindings.Length];
        if (_byC)
        {
            _session.RunByC(binding);
        }
        else
        {
            _session.Run(binding);
        }

        _calls++;
    }

    public IReadOnlyDictionary<string, float[]> Results()
    {
        OrtStates last = _states[_problem.Lengths is null ? _calls % 2 : 1];
        return _problem.Results(SideBySide((_output ?? last.Hidden[^1]).Floats), All(last.Hidden), All(last.Cell));

        static float[] All(OrtTensor[] layers) => [.. layers.SelectMany(layer => layer.Floats.ToArray())];
    }

    public void Dispose() => _session.Dispose();

    /// <summary>[T, directions, B, H], as ONNX has it, to [T, B, directions, H]; no part of what is timed.</summary>
    private float[] SideBySide(ReadOnlySpan<float> outputs)
    {
        (int directions, int batch, int hidden) = (_problem.Shape.Directions(), _problem.Batch, _problem.Shape.Hidden);
        var result = new float[outputs.Length];
        for (int row = 0; row < outputs.Length / hidden; row++)
        {
            (int step, int direction, int sequence) = (row / (directions * batch), row / batch % directions, row % batch);
            outputs.Slice(row * hidden, hidden).CopyTo(result.AsSpan(((((step * batch) + sequence) * directions) + direction) * hidden));
        }

        return result;
    }

    public void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Call();
        }
    }

    private void CopyInput(int call) => _problem.Inputs.AsSpan(call * _input.Count, _input.Count).CopyTo(_input.Floats);

    private OrtIoBinding Bind(OrtValue? lengths, OrtStates from, OrtStates to)
    {
        var inputs = new List<(string, OrtValue)> { (OnnxNames.Input, _input.Value) };
        if (lengths is not null)
        {
            inputs.Add((OnnxNames.Lengths, lengths));
        }

        var outputs = new List<(string, OrtValue)>();
        if (_output is not null)
        {
            outputs.Add((OnnxNames.Output, _output.Value));
        }

        return _session.Bind([.. inputs, .. from.Inputs], OnnxModel.GivesStates(_problem) ? [.. outputs, .. to.Outputs] : outputs);
    }

    private OrtStates States()
    {
        var states = new OrtStates(_session, _problem.Shape.Layers, _problem.Batch, _problem.Shape.Hidden, _problem.Shape.Directions());
        states.Set(_problem.HiddenStates, _problem.CellStates);
        return states;
    }
}
