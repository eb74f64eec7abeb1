using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>
/// Forward calls of oneDNN: all layers in one primitive, weights in the layouts it chooses, packed beforehand. States are carried on by
/// exchanging the memories of the states before and after a call. A ragged batch is run to the end of the longest row.
/// </summary>
internal sealed class OneDnnInference : IPrepared
{
    private readonly InferenceProblem _problem;
    private readonly DnnlSession _session = new();
    private readonly nint _forward;
    private readonly DnnlArgument[][] _calls;
    private readonly DnnlMemory[] _hidden;
    private readonly DnnlMemory[] _cells;
    private readonly DnnlMemory _outputs;
    private readonly LocalWork _work;
    private int _call;

    internal OneDnnInference(InferenceProblem problem)
    {
        _problem = problem;
        LstmShape shape = problem.Shape;
        (int t, int n, int i, int h, int l) = (problem.Steps, problem.Batch, shape.Input, shape.Hidden, shape.Layers);
        (int d, int r) = (shape.Directions(), shape.Given());
        int direction = OneDnnWeights.Direction(shape);
        bool projects = shape.Projection > 0;
        DnnlSession s = _session;
        nint source = s.Describe(DnnlLayout.Tnc, t, n, i);
        nint destination = s.Describe(DnnlLayout.Tnc, t, n, shape.OutputSize);
        nint hiddenState = s.Describe(DnnlLayout.Ldnc, l, d, n, r);
        nint cellState = s.Describe(DnnlLayout.Ldnc, l, d, n, h);
        nint bias = s.Describe(DnnlLayout.Ldgo, l, d, 4, h);
        nint operation = s.Operation();
        Dnnl.Check(
            Dnnl.InitProjectedForward(
                operation, Dnnl.ForwardInference, direction, source, hiddenState, cellState, s.Describe(DnnlLayout.Any, l, d, i, 4, h),
                s.Describe(DnnlLayout.Any, l, d, r, 4, h), 0, projects ? s.Describe(DnnlLayout.Any, l, d, h, r) : 0, bias, destination, hiddenState, cellState, 0),
            "lstm_forward_desc_init_v3");
        nint forward = s.Implement(operation);
        _forward = s.Primitive(forward);

        DnnlMemory layer = Packed(OneDnnWeights.Layer(problem.Parameters), s.Describe(DnnlLayout.Ldigo, l, d, i, 4, h), 0);
        DnnlMemory iteration = Packed(OneDnnWeights.Iteration(problem.Parameters), s.Describe(DnnlLayout.Ldigo, l, d, r, 4, h), 1);
        DnnlArgument[] projection = projects
            ? [new(DnnlRole.WeightsProjection, Packed(OneDnnWeights.Projection(problem.Parameters), s.Describe(DnnlLayout.Ldio, l, d, h, r), 2).Handle)]
            : [];
        DnnlMemory biases = s.Create(bias, OneDnnWeights.Biases(problem.Parameters));
        _outputs = s.Create(destination);
        _hidden = [s.Create(hiddenState, problem.HiddenStates), s.Create(hiddenState)];
        _cells = [s.Create(cellState, problem.CellStates), s.Create(cellState)];
        int call = problem.Inputs.Length / problem.Calls;
        DnnlMemory[] inputs = [.. Enumerable.Range(0, problem.Calls).Select(k => s.Create(source, problem.Inputs.AsSpan(k * call, call)))];

        // After so many calls inputs and states are where they were; a ragged batch always starts from the initial states.
        int cycle = problem.Lengths is not null || problem.Calls % 2 == 0 ? problem.Calls : 2 * problem.Calls;
        _calls = [.. Enumerable.Range(0, cycle).Select(k => (DnnlArgument[])
        [
            .. projection, new(DnnlRole.SourceLayer, inputs[k % inputs.Length].Handle), new(DnnlRole.SourceHidden, _hidden[k % 2].Handle),
            new(DnnlRole.SourceCell, _cells[k % 2].Handle), new(DnnlRole.WeightsLayer, layer.Handle),
            new(DnnlRole.WeightsIteration, iteration.Handle), new(DnnlRole.Bias, biases.Handle), new(DnnlRole.DestinationLayer, _outputs.Handle),
            new(DnnlRole.DestinationHidden, _hidden[(k + 1) % 2].Handle), new(DnnlRole.DestinationCell, _cells[(k + 1) % 2].Handle),
        ])];
        _work = new(Run);

        DnnlMemory Packed(float[] weights, nint plain, int index)
            => s.Reorder(s.Create(plain, weights), Dnnl.QueryMemoryDescriptor(forward, (int)DnnlQuery.Weights, index));
    }

    public Block Time(int count) => _work.Time(count);

    public IReadOnlyDictionary<string, float[]> Results()
    {
        float[] outputs = _outputs.Values.ToArray();
        _problem.ClearPastEnds(outputs);
        return _problem.Results(outputs, _hidden[_call % 2].Values.ToArray(), _cells[_call % 2].Values.ToArray());
    }

    public void Dispose() => _session.Dispose();

    private void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _session.Execute(_forward, _calls[_call]);
            _call = _call + 1 < _calls.Length ? _call + 1 : 0;
        }
    }
}
