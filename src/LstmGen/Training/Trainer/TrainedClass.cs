namespace LstmGen.Training;

/// <summary>A generated class in training: a tape, a loss over its outputs, and the states of streams.</summary>
internal sealed class TrainedClass : TrainedModel
{
    private readonly LstmTape _tape;
    private readonly LstmLoss _loss;
    private readonly LstmState _evaluationState;
    private readonly float[] _outputs;
    private readonly float[] _gradients;
    private readonly int[] _tokens;
    private LstmState _state;
    private LstmState _next;
    private LstmState _running;
    private int _floats;

    internal TrainedClass(LstmTape tape, LstmLoss loss)
    {
        (_tape, _loss) = (tape, loss);
        (_state, _next, _evaluationState) = (tape.CreateState(), tape.CreateState(), tape.CreateState());
        _running = _next;
        int size = checked(tape.Shape.OutputSteps(tape.Options.Steps) * tape.Options.Batch * tape.Shape.OutputSize);
        _tokens = new int[tape.Shape.EmbeddedTokens > 0 ? tape.Options.Steps * tape.Options.Batch : 0];
        (_outputs, _gradients) = (new float[size], new float[size]);
    }

    internal override IReadOnlyList<LstmTrainable> Trainables => _tape.Trainables;

    internal override long Pass
    {
        get => _tape.Pass;
        set => _tape.Pass = value;
    }

    internal override string Identity
    {
        get
        {
            LstmShape shape = _tape.Shape;
            return FormattableString.Invariant(
                $"input {shape.Input}, hidden {shape.Hidden}, layers {shape.Layers}, output {shape.Output}, bias {shape.Bias}, {shape.Activations}{shape.CellWords}{shape.NetworkWords}");
        }
    }

    internal override string LossDescription => _loss.Description;

    internal override int OutputSize => _tape.Shape.OutputSize;

    internal override ReadOnlySpan<float> Outputs => _outputs.AsSpan(0, _floats);

    internal override LstmShape? Shape => _tape.Shape;

    internal override LstmState State => _state;

    internal override TrainingData Open(LstmBatches data, string name)
        => TrainingData.OfClass(data, name, _tape.Shape, _loss, _tape.Options.Batch, _tape.Options.Steps);

    internal override void BeginStep(bool carries)
    {
        _running = _next;
        if (carries)
        {
            _next.CopyFrom(_state);
        }
        else
        {
            _next.Reset();
        }
    }

    internal override void ContinueStep(bool carries)
    {
        if (!carries)
        {
            _next.Reset();
        }
    }

    internal override void EndStep() => (_state, _next) = (_next, _state);

    internal override void BeginEvaluation(bool carries)
    {
        _running = _evaluationState;
        if (!carries)
        {
            _evaluationState.Reset();
        }
    }

    internal override void Backward() => _tape.Backward(_gradients.AsSpan(0, _floats));

    public override void Dispose() => _tape.Dispose();

    private protected override double Compute(TrainingData data, int index, bool trains)
    {
        LstmBatch batch = data.Batch;
        _floats = _tape.Shape.OutputSteps(batch.Steps) * batch.Rows * _tape.Shape.OutputSize;
        Span<float> outputs = _outputs.AsSpan(0, _floats);
        if (_tape.Shape.EmbeddedTokens > 0)
        {
            Span<int> tokens = _tokens.AsSpan(0, batch.Steps * batch.Rows);
            data.ReadTokens(index, _tape.Shape.EmbeddedTokens, tokens);
            _tape.Forward(tokens, batch.Lengths, _running, outputs, dropout: trains);
        }
        else if (batch.IsRagged)
        {
            _tape.Forward(batch.Inputs, batch.Lengths, _running, outputs, dropout: trains);
        }
        else
        {
            _tape.Forward(batch.Inputs, _running, outputs, dropout: trains);
        }

        Span<float> gradients = trains ? _gradients.AsSpan(0, _floats) : default;
        gradients.Clear(); // a loss that writes none has none
        return _loss.Evaluate(batch, outputs, _tape.Shape.OutputSize, gradients);
    }
}
