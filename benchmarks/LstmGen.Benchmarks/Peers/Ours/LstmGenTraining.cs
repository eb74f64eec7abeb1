using LstmGen.Benchmarks.Timing;
using LstmGen.Training;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>A training step of this library. It knows its parts.</summary>
internal class LstmGenTraining : IPrepared
{
    /// <summary>Places in <see cref="Block.Parts"/>: forward pass with the weights as they were.</summary>
    internal const int ForwardPart = 0;

    /// <summary>Backward pass.</summary>
    internal const int BackwardPart = 1;

    /// <summary>What a forward pass takes longer after the weights changed.</summary>
    internal const int PackingPart = 2;

    /// <summary>Clipping and optimiser.</summary>
    internal const int UpdatePart = 3;

    /// <summary>What the measurement itself adds.</summary>
    protected const int OtherPart = 4;

    private const int PartCount = 5;

    private readonly TrainingProblem _problem;
    private readonly LstmState _initial;
    private readonly LstmState _state;
    private readonly LstmState _stateGradients;
    private readonly float[] _outputs;
    private readonly float[] _inputGradients;
    private readonly double[] _parts = new double[PartCount];
    private readonly LocalWork _work;
    private Clock _clock;
    private double _last;

    internal LstmGenTraining(TrainingProblem problem, int threads)
    {
        _problem = problem;
        Tape = problem.Workload.CreateTape(problem.Parameters, new() { Batch = problem.Batch, Steps = problem.Steps, Threads = threads });
        _initial = Tape.CreateState();
        _state = Tape.CreateState();
        _stateGradients = Tape.CreateState();
        _outputs = new float[problem.OutputGradients.Length];
        _inputGradients = new float[problem.Inputs.Length];
        int hidden = problem.Shape.Hidden;
        for (int layer = 0; layer < problem.Shape.Layers; layer++)
        {
            for (int row = 0; row < problem.Batch; row++)
            {
                int offset = ((layer * problem.Batch) + row) * hidden;
                _initial.SetHidden(layer, row, problem.HiddenStates.AsSpan(offset, hidden));
                _initial.SetCell(layer, row, problem.CellStates.AsSpan(offset, hidden));
            }
        }

        _work = new(Run);
    }

    internal string KernelSet => Tape.KernelSet;

    protected LstmTape Tape { get; }

    public Block Time(int count)
    {
        Array.Clear(_parts);
        return _work.Time(count) with { Parts = [.. _parts] };
    }

    public IReadOnlyDictionary<string, float[]> Results()
    {
        var results = Tape.Trainables.ToDictionary(trainable => trainable.Name, trainable => trainable.Gradients.ToArray());
        results.Add(TrainingProblem.Output, _outputs);
        results.Add(TrainingProblem.Input, _inputGradients);
        results.Add(TrainingProblem.Hidden, States((layer, row) => _stateGradients.Hidden(layer, row)));
        results.Add(TrainingProblem.Cell, States((layer, row) => _stateGradients.Cell(layer, row)));
        return results;
    }

    public void Dispose() => Tape.Dispose();

    /// <summary>One step.</summary>
    protected virtual void Step()
    {
        Forward(_problem.Steps);
        Mark(ForwardPart);
        Backward();
        Mark(BackwardPart);
    }

    protected void Forward(int steps)
    {
        _state.CopyFrom(_initial);
        Tape.Forward(
            _problem.Inputs.AsSpan(0, steps * _problem.Batch * _problem.Shape.Input), _state,
            _outputs.AsSpan(0, steps * _problem.Batch * _problem.Shape.Hidden));
    }

    protected void Backward()
    {
        _stateGradients.Reset();
        Tape.Backward(_problem.OutputGradients, _stateGradients, _inputGradients);
    }

    /// <summary>Adds the time since the last mark to a part, and takes it from another where one is named.</summary>
    protected void Mark(int part, int? from = null)
    {
        double now = _clock.Seconds;
        _parts[part] += now - _last;
        if (from is { } other)
        {
            _parts[other] -= now - _last;
        }

        _last = now;
    }

    private void Run(int count)
    {
        _clock = Clock.Start();
        _last = 0;
        for (int i = 0; i < count; i++)
        {
            Step();
        }
    }

    private delegate ReadOnlySpan<float> StateRow(int layer, int row);

    private float[] States(StateRow values)
    {
        int hidden = _problem.Shape.Hidden;
        var all = new float[_problem.HiddenStates.Length];
        for (int i = 0; i < all.Length / hidden; i++)
        {
            values(i / _problem.Batch, i % _problem.Batch).CopyTo(all.AsSpan(i * hidden));
        }

        return all;
    }
}
