using LstmGen.Training;

namespace LstmGen.Conformance.Training;

/// <summary>The smallest model of parts: one tape and its loss, so that what a trainer does with it can be compared with a class.</summary>
internal sealed class ComposedModel : TrainableModel
{
    private readonly LstmTape _tape;
    private readonly LstmState _state;
    private readonly float[] _outputs;
    private readonly float[] _gradients;
    private int _floats;

    public ComposedModel(int batch, int steps, ulong seed, float dropout = 0, LstmLoss? loss = null)
        : base(batch, steps, inputSize: 2, targetSize: 2)
    {
        Loss = loss ?? LstmLoss.Huber(0.5f);
        Parameters = LstmWeights.Random(seed).Bind(I2H3L3O2.Shape);
        _tape = Add(I2H3L3O2.CreateTape(Parameters, new LstmTapeOptions { Batch = batch, Steps = steps, Dropout = dropout, Seed = seed }));
        _state = _tape.CreateState();
        (_outputs, _gradients) = (new float[batch * steps * 2], new float[batch * steps * 2]);
    }

    public LstmLoss Loss { get; }

    public LstmParameters Parameters { get; }

    public override int OutputSize => 2;

    public override ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, _floats);

    public override void Backward() => _tape.Backward(_gradients.AsSpan(0, _floats));

    protected override double Compute(LstmBatch batch, bool trains)
    {
        _floats = batch.Steps * batch.Rows * 2;
        _state.Reset();
        Span<float> outputs = _outputs.AsSpan(0, _floats), gradients = trains ? _gradients.AsSpan(0, _floats) : default;
        _tape.Forward(batch.Inputs, batch.Lengths, _state, outputs, dropout: trains);
        return Loss.Evaluate(batch, outputs, 2, gradients);
    }
}
