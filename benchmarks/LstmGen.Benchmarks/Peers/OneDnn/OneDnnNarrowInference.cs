using LstmGen.Benchmarks.Timing;
using LstmGen.Benchmarks.Workloads;

namespace LstmGen.Benchmarks.Peers.OneDnn;

/// <summary>
/// Forward calls of oneDNN with weights of 8 bits and inputs and h of 8 bits without a sign, of one scale that is fixed beforehand. States are carried on by exchanging the memories
/// of the states before and after a call.
/// </summary>
internal sealed class OneDnnNarrowInference : IPrepared
{
    private const float DataScale = sbyte.MaxValue; // inputs and h lie between -1 and 1
    private const float Zero = 128;

    /// <summary>The range of weights of 8 bits: 7 bits, for sums of two products saturate on processors without VNNI.</summary>
    private const float NarrowRange = 63;

    private readonly InferenceProblem _problem;
    private readonly DnnlSession _session = new();
    private readonly nint _forward;
    private readonly DnnlArgument[][] _calls;
    private readonly DnnlMemory[] _hidden;
    private readonly DnnlMemory[] _cells;
    private readonly DnnlMemory _outputs;
    private readonly LocalWork _work;
    private int _call;

    internal OneDnnNarrowInference(InferenceProblem problem)
    {
        _problem = problem;
        LstmShape shape = problem.Shape;
        (int t, int n, int i, int h, int l) = (problem.Steps, problem.Batch, shape.Input, shape.Hidden, shape.Layers);
        int direction = OneDnnWeights.Direction(shape);
        float[] weightsLayer = OneDnnWeights.Layer(problem.Parameters), weightsIteration = OneDnnWeights.Iteration(problem.Parameters);
        DnnlSession s = _session;
        nint attributes = s.Quantise(DataScale, Zero, NarrowRange / weightsLayer.Concat(weightsIteration).Max(Math.Abs));
        nint source = s.Describe(Dnnl.UInt8, DnnlLayout.Tnc, t, n, i);
        nint destination = s.Describe(Dnnl.UInt8, DnnlLayout.Tnc, t, n, h);
        nint hiddenState = s.Describe(Dnnl.UInt8, DnnlLayout.Ldnc, l, 1, n, h);
        nint cellState = s.Describe(DnnlLayout.Ldnc, l, 1, n, h);
        nint bias = s.Describe(DnnlLayout.Ldgo, l, 1, 4, h);
        nint operation = s.Operation();
        Dnnl.Check(
            Dnnl.InitForward(
                operation, Dnnl.ForwardInference, direction, source, hiddenState, cellState, s.Describe(Dnnl.Int8, DnnlLayout.Any, l, 1, i, 4, h),
                s.Describe(Dnnl.Int8, DnnlLayout.Any, l, 1, h, 4, h), bias, destination, hiddenState, cellState, 0),
            "lstm_forward_desc_init");
        nint forward = s.Implement(operation, attributes: attributes);
        _forward = s.Primitive(forward);

        DnnlMemory layer = Packed(weightsLayer, s.Describe(DnnlLayout.Ldigo, l, 1, i, 4, h), 0);
        DnnlMemory iteration = Packed(weightsIteration, s.Describe(DnnlLayout.Ldigo, l, 1, h, 4, h), 1);
        DnnlMemory biases = s.Create(bias, OneDnnWeights.Biases(problem.Parameters));
        _outputs = s.Create(destination);
        _hidden = [s.Create(hiddenState, Rounded(problem.HiddenStates)), s.Create(hiddenState)];
        _cells = [s.Create(cellState, problem.CellStates), s.Create(cellState)];
        int call = problem.Inputs.Length / problem.Calls;
        DnnlMemory[] inputs = [.. Enumerable.Range(0, problem.Calls).Select(k => s.Create(source, Rounded(problem.Inputs.AsSpan(k * call, call))))];

        // After so many calls inputs and states are where they were.
        int cycle = problem.Calls % 2 == 0 ? problem.Calls : 2 * problem.Calls;
        _calls = [.. Enumerable.Range(0, cycle).Select(k => (DnnlArgument[])
        [
            new(DnnlRole.SourceLayer, inputs[k % inputs.Length].Handle), new(DnnlRole.SourceHidden, _hidden[k % 2].Handle), new(DnnlRole.SourceCell, _cells[k % 2].Handle),
            new(DnnlRole.WeightsLayer, layer.Handle), new(DnnlRole.WeightsIteration, iteration.Handle), new(DnnlRole.Bias, biases.Handle),
            new(DnnlRole.DestinationLayer, _outputs.Handle), new(DnnlRole.DestinationHidden, _hidden[(k + 1) % 2].Handle), new(DnnlRole.DestinationCell, _cells[(k + 1) % 2].Handle),
        ])];
        _work = new(Run);

        DnnlMemory Packed(float[] weights, nint plain, int index)
            => s.Reorder(s.Create(plain, weights), Dnnl.QueryMemoryDescriptor(forward, (int)DnnlQuery.Weights, index), attributes);
    }

    public Block Time(int count) => _work.Time(count);

    public IReadOnlyDictionary<string, float[]> Results()
        => _problem.Results(Floats(_outputs.Numbers), Floats(_hidden[_call % 2].Numbers), _cells[_call % 2].Values.ToArray());

    public void Dispose() => _session.Dispose();

    private static byte[] Rounded(ReadOnlySpan<float> values)
    {
        var result = new byte[values.Length];
        for (int at = 0; at < result.Length; at++)
        {
            result[at] = (byte)Math.Clamp(MathF.Round((values[at] * DataScale) + Zero), byte.MinValue, byte.MaxValue);
        }

        return result;
    }

    private static float[] Floats(Span<byte> numbers) => Array.ConvertAll(numbers.ToArray(), number => (number - Zero) / DataScale);

    private void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _session.Execute(_forward, _calls[_call]);
            _call = _call + 1 < _calls.Length ? _call + 1 : 0;
        }
    }
}
