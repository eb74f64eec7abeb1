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
        _initial.Import(problem.HiddenStates, problem.CellStates);
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
        float[] hidden = new float[_problem.HiddenStates.Length], cells = new float[_problem.CellStates.Length];
        _stateGradients.Export(hidden, cells);
        results.Add(TrainingProblem.Hidden, hidden);
        results.Add(TrainingProblem.Cell, cells);
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
            _outputs.AsSpan(0, steps * _problem.Batch * _problem.Shape.OutputSize));
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
}
