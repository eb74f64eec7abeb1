using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>Forward calls of a model of ours.</summary>
/// <typeparam name="TModel">The class of the problem's shape.</typeparam>
internal sealed class LstmGenInference<TModel> : IPrepared, ILocalCalls
    where TModel : class, ILstmModel<TModel>
{
    private readonly InferenceProblem _problem;
    private readonly TModel _model = TModel.Create(LstmWeights.Random(InferenceProblem.Seed));
    private readonly StepLoop<TModel>? _steps;
    private readonly Feed _feed;
    private readonly LstmState _initial;
    private readonly Work _run;
    private readonly LocalWork _work;

    /// <param name="problem">What to compute.</param>
    /// <param name="steps">For problems of one step and row: the loop that calls Step.</param>
    internal LstmGenInference(InferenceProblem problem, StepLoop<TModel>? steps)
    {
        _problem = problem;
        _steps = steps;
        _initial = _model.CreateState(problem.Batch);
        _initial.Import(problem.HiddenStates, problem.CellStates);
        int row = problem.Steps * problem.Batch;
        _feed = new(problem.Inputs, row * problem.Shape.Input, row * problem.Shape.OutputSize, _initial.Clone());
        _run = problem is { Steps: 1, Batch: 1 } && steps is not null ? Step : problem.Lengths is null ? RunAll : RunRagged;
        _work = new(_run);
    }

    internal string KernelSet => _model.KernelSet;

    public Block Time(int count) => _work.Time(count);

    public void Run(int count) => _run(count);

    public IReadOnlyDictionary<string, float[]> Results()
    {
        var hidden = new float[_problem.HiddenStates.Length];
        var cells = new float[_problem.CellStates.Length];
        _feed.State.Export(hidden, cells);
        return _problem.Results(_feed.Output.ToArray(), hidden, cells);
    }

    public void Dispose()
    {
    }

    private void Step(int count) => _steps!(_model, _feed, count);

    private void RunAll(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _model.Run(_feed.Next(), _feed.State, _feed.Output);
        }
    }

    private void RunRagged(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _feed.State.CopyFrom(_initial);
            _model.Run(_feed.Next(), _problem.Lengths, _feed.State, _feed.Output);
        }
    }
}
