using LstmGen.Benchmarks.Timing;
using LstmGen.Training;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>A training step of this library. It knows its parts: forward, backward, what follows.</summary>
internal class LstmGenTraining : IPrepared
{
    private const int PartCount = 3;
    private readonly TrainingProblem _problem;
    private readonly LstmState _initial;
    private readonly LstmState _state;
    private readonly LstmState _stateGradients;
    private readonly float[] _outputs;
    private readonly float[] _inputGradients;
    private readonly double[] _parts = new double[PartCount];
    private readonly LocalWork _work;

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

    /// <summary>What follows a step.</summary>
    protected virtual void Update()
    {
    }

    private void Run(int count)
    {
        var clock = Clock.Start();
        double last = 0;
        for (int i = 0; i < count; i++)
        {
            _state.CopyFrom(_initial);
            Tape.Forward(_problem.Inputs, _state, _outputs);
            Add(0);
            _stateGradients.Reset();
            Tape.Backward(_problem.OutputGradients, _stateGradients, _inputGradients);
            Add(1);
            Update();
            Add(2);
        }

        void Add(int part)
        {
            double now = clock.Seconds;
            _parts[part] += now - last;
            last = now;
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
