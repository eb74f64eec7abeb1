using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>
/// A training step of oneDNN: all layers in one primitive, weights in the layouts it chooses for the forward and for the backward
/// pass, packed before the clock starts; gradients of the weights cleared every step, because the backward pass adds to them.
/// </summary>
internal sealed class OneDnnTraining : IPrepared
{
    private readonly TrainingProblem _problem;
    private readonly DnnlSession _session = new();
    private readonly nint _plainLayer;
    private readonly nint _plainIteration;
    private readonly nint _forward;
    private readonly nint _backward;
    private readonly DnnlArgument[] _forwardArguments;
    private readonly DnnlArgument[] _backwardArguments;
    private readonly DnnlMemory _outputs;
    private readonly DnnlMemory _inputGradients;
    private readonly DnnlMemory _hiddenGradients;
    private readonly DnnlMemory _cellGradients;
    private readonly DnnlMemory _layerGradients;
    private readonly DnnlMemory _iterationGradients;
    private readonly DnnlMemory _biasGradients;
    private readonly LocalWork _work;

    internal OneDnnTraining(TrainingProblem problem)
    {
        _problem = problem;
        LstmShape shape = problem.Shape;
        (int t, int n, int i, int h, int l) = (problem.Steps, problem.Batch, shape.Input, shape.Hidden, shape.Layers);
        if (shape.Projection > 0)
        {
            throw new NotSupportedException("oneDNN has no gradients of a projection.");
        }

        (int d, int direction) = (shape.Directions(), OneDnnWeights.Direction(shape));
        DnnlSession s = _session;
        nint source = s.Describe(DnnlLayout.Tnc, t, n, i);
        nint destination = s.Describe(DnnlLayout.Tnc, t, n, shape.OutputSize);
        nint state = s.Describe(DnnlLayout.Ldnc, l, d, n, h);
        nint bias = s.Describe(DnnlLayout.Ldgo, l, d, 4, h);
        nint anyLayer = s.Describe(DnnlLayout.Any, l, d, i, 4, h);
        nint anyIteration = s.Describe(DnnlLayout.Any, l, d, h, 4, h);
        _plainLayer = s.Describe(DnnlLayout.Ldigo, l, d, i, 4, h);
        _plainIteration = s.Describe(DnnlLayout.Ldigo, l, d, h, 4, h);

        nint operation = s.Operation();
        Dnnl.Check(
            Dnnl.InitForward(
                operation, Dnnl.ForwardTraining, direction, source, state, state, anyLayer, anyIteration, bias, destination, state, state, 0),
            "lstm_forward_desc_init");
        nint forward = s.Implement(operation);
        operation = s.Operation();
        Dnnl.Check(
            Dnnl.InitBackward(
                operation, Dnnl.Backward, direction, source, state, state, anyLayer, anyIteration, bias, destination, state, state,
                source, state, state, anyLayer, anyIteration, bias, destination, state, state, 0),
            "lstm_backward_desc_init");
        nint backward = s.Implement(operation, forward);
        (_forward, _backward) = (s.Primitive(forward), s.Primitive(backward));

        DnnlMemory inputs = s.Create(source, problem.Inputs);
        DnnlMemory hidden = s.Create(state, problem.HiddenStates);
        DnnlMemory cell = s.Create(state, problem.CellStates);
        DnnlMemory biases = s.Create(bias, OneDnnWeights.Biases(problem.Parameters));
        DnnlMemory layerWeights = s.Create(_plainLayer, OneDnnWeights.Layer(problem.Parameters));
        DnnlMemory iterationWeights = s.Create(_plainIteration, OneDnnWeights.Iteration(problem.Parameters));
        DnnlMemory finalHidden = s.Create(state);
        DnnlMemory finalCell = s.Create(state);
        DnnlMemory workspace = s.Create(Dnnl.QueryMemoryDescriptor(forward, (int)DnnlQuery.Workspace, 0));
        DnnlMemory finalGradients = s.Create(state);
        DnnlMemory outputGradients = s.Create(destination, problem.OutputGradients);
        _outputs = s.Create(destination);
        _inputGradients = s.Create(source);
        _hiddenGradients = s.Create(state);
        _cellGradients = s.Create(state);
        _layerGradients = s.Create(Dnnl.QueryMemoryDescriptor(backward, (int)DnnlQuery.DiffWeights, 0));
        _iterationGradients = s.Create(Dnnl.QueryMemoryDescriptor(backward, (int)DnnlQuery.DiffWeights, 1));
        _biasGradients = s.Create(bias);

        DnnlArgument[] shared =
        [
            new(DnnlRole.SourceLayer, inputs.Handle), new(DnnlRole.SourceHidden, hidden.Handle), new(DnnlRole.SourceCell, cell.Handle),
            new(DnnlRole.Bias, biases.Handle), new(DnnlRole.DestinationLayer, _outputs.Handle), new(DnnlRole.DestinationHidden, finalHidden.Handle),
            new(DnnlRole.DestinationCell, finalCell.Handle), new(DnnlRole.Workspace, workspace.Handle),
        ];
        _forwardArguments = [.. shared, .. Packed(forward)];
        _backwardArguments =
        [
            .. shared, .. Packed(backward),
            new(DnnlRole.DiffSourceLayer, _inputGradients.Handle), new(DnnlRole.DiffSourceHidden, _hiddenGradients.Handle),
            new(DnnlRole.DiffSourceCell, _cellGradients.Handle), new(DnnlRole.DiffWeightsLayer, _layerGradients.Handle),
            new(DnnlRole.DiffWeightsIteration, _iterationGradients.Handle), new(DnnlRole.DiffBias, _biasGradients.Handle),
            new(DnnlRole.DiffDestinationLayer, outputGradients.Handle), new(DnnlRole.DiffDestinationHidden, finalGradients.Handle),
            new(DnnlRole.DiffDestinationCell, finalGradients.Handle),
        ];
        _work = new(Run);

        DnnlArgument[] Packed(nint pass) =>
        [
            new(DnnlRole.WeightsLayer, s.Reorder(layerWeights, Dnnl.QueryMemoryDescriptor(pass, (int)DnnlQuery.Weights, 0)).Handle),
            new(DnnlRole.WeightsIteration, s.Reorder(iterationWeights, Dnnl.QueryMemoryDescriptor(pass, (int)DnnlQuery.Weights, 1)).Handle),
        ];
    }

    public Block Time(int count) => _work.Time(count);

    public IReadOnlyDictionary<string, float[]> Results()
    {
        LstmShape shape = _problem.Shape;
        var results = new Dictionary<string, float[]>
        {
            [TrainingProblem.Output] = _outputs.Values.ToArray(),
            [TrainingProblem.Input] = _inputGradients.Values.ToArray(),
            [TrainingProblem.Hidden] = _hiddenGradients.Values.ToArray(),
            [TrainingProblem.Cell] = _cellGradients.Values.ToArray(),
        };
        Span<float> layer = _session.Reorder(_layerGradients, _plainLayer).Values;
        Span<float> iteration = _session.Reorder(_iterationGradients, _plainIteration).Values;
        Span<float> biases = _biasGradients.Values;
        OneDnnWeights.Split(shape, layer, iteration, biases, results);
        return results;
    }

    public void Dispose() => _session.Dispose();

    private void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _session.Execute(_forward, _forwardArguments);
            _layerGradients.Clear();
            _iterationGradients.Clear();
            _biasGradients.Clear();
            _session.Execute(_backward, _backwardArguments);
        }
    }
}
