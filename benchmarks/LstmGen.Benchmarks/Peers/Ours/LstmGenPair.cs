using LstmGen.Benchmarks.Timing;

namespace LstmGen.Benchmarks.Peers.Ours;

/// <summary>
/// Forward calls of one model of ours on two threads, as a program that shares a model would do it: each thread takes half of the rows,
/// with a state and buffers of its own. The second thread waits between calls, spinning first.
/// </summary>
/// <typeparam name="TModel">The class of the problem's shape.</typeparam>
internal sealed class LstmGenPair<TModel> : IPrepared
    where TModel : class, ILstmModel<TModel>
{
    private const int Spins = 2047; // the most that the event takes
    private readonly InferenceProblem _problem;
    private readonly TModel _model = TModel.Create(LstmWeights.Random(InferenceProblem.Seed));
    private readonly Half[] _halves;
    private readonly ManualResetEventSlim _start = new(false, Spins);
    private readonly ManualResetEventSlim _end = new(false, Spins);
    private readonly Thread _second;
    private readonly LocalWork _work;
    private bool _stop;

    internal LstmGenPair(InferenceProblem problem)
    {
        if (problem.Batch < 2 || problem.Calls > 1 || problem.Lengths is not null)
        {
            throw new NotSupportedException("Two threads share the rows of a batch of one length.");
        }

        _problem = problem;
        _halves = [new(_model, problem, new(problem.Batch, 0)), new(_model, problem, new(problem.Batch, 1))];
        _work = new(Run);
        _second = new Thread(Serve) { IsBackground = true };
        _second.Start();
    }

    internal string KernelSet => _model.KernelSet;

    public Block Time(int count) => _work.Time(count);

    public IReadOnlyDictionary<string, float[]> Results()
    {
        var outputs = new float[_problem.Steps * _problem.Batch * _problem.Shape.Hidden];
        var hidden = new float[_problem.HiddenStates.Length];
        var cells = new float[_problem.CellStates.Length];
        Array.ForEach(_halves, half => half.Put(outputs, hidden, cells));
        return _problem.Results(outputs, hidden, cells);
    }

    public void Dispose()
    {
        _stop = true;
        _start.Set();
        _second.Join();
        _start.Dispose();
        _end.Dispose();
    }

    private void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _start.Set();
            _halves[0].Run();
            _end.Wait();
            _end.Reset();
        }
    }

    private void Serve()
    {
        while (true)
        {
            _start.Wait();
            _start.Reset();
            if (_stop)
            {
                return;
            }

            _halves[1].Run();
            _end.Set();
        }
    }

    private sealed class Half
    {
        private readonly TModel _model;
        private readonly HalvedRows _rows;
        private readonly float[] _inputs;
        private readonly float[] _outputs;
        private readonly LstmState _state;

        internal Half(TModel model, InferenceProblem problem, HalvedRows rows)
        {
            _model = model;
            _rows = rows;
            _inputs = rows.Take(problem.Inputs, problem.Shape.Input);
            _outputs = new float[problem.Steps * rows.Count * problem.Shape.Hidden];
            _state = model.CreateState(rows.Count);
            _state.Import(rows.Take(problem.HiddenStates, problem.Shape.Hidden), rows.Take(problem.CellStates, problem.Shape.Hidden));
        }

        internal void Run() => _model.Run(_inputs, _state, _outputs);

        internal void Put(Span<float> outputs, Span<float> hidden, Span<float> cells)
        {
            LstmShape shape = _state.Shape;
            var h = new float[shape.Layers * _rows.Count * shape.Hidden];
            var c = new float[h.Length];
            _state.Export(h, c);
            _rows.Put(_outputs, shape.Hidden, outputs);
            _rows.Put(h, shape.Hidden, hidden);
            _rows.Put(c, shape.Hidden, cells);
        }
    }
}
