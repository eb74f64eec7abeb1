using LstmGen.Training;

namespace LstmGen.Samples.Addition;

/// <summary>Two tapes, one optimiser: the gradient of the decoder's first state is that of the encoder's last.</summary>
internal sealed class Training : IDisposable
{
    private static readonly int Width = Problems.Alphabet.Length;

    private readonly Batch _batch;
    private readonly LstmParameters _encoderParameters;
    private readonly LstmParameters _decoderParameters;
    private readonly LstmTape _encoder;
    private readonly LstmTape _decoder;
    private readonly LstmTrainable[] _trainables;
    private readonly Adam _optimizer;
    private readonly Handover _handover;
    private readonly LstmState _encoderState;
    private readonly LstmState _decoderState;
    private readonly LstmState _encoderGradient;
    private readonly LstmState _decoderGradient;
    private readonly float[] _encoderOutputs;
    private readonly float[] _encoderOutputGradients; // stays zero: only the last state is used
    private readonly float[] _scores;
    private readonly float[] _scoreGradients;

    public Training(int rows, int seed, int threads)
    {
        _batch = new Batch(rows);
        _encoderParameters = LstmWeights.Random(2 * (ulong)seed).Bind(Encoder.Shape);
        _decoderParameters = LstmWeights.Random((2 * (ulong)seed) + 1).Bind(Decoder.Shape);
        _encoder = Encoder.CreateTape(_encoderParameters, new() { Batch = rows, Steps = Problems.QuestionLength, Threads = threads, Prefix = "encoder." });
        _decoder = Decoder.CreateTape(_decoderParameters, new() { Batch = rows, Steps = Problems.AnswerLength, Threads = threads, Prefix = "decoder." });
        _trainables = [.. _encoder.Trainables, .. _decoder.Trainables];
        _optimizer = new Adam(_trainables);
        _handover = new Handover(Encoder.Shape, rows);
        (_encoderState, _decoderState) = (_encoder.CreateState(), _decoder.CreateState());
        (_encoderGradient, _decoderGradient) = (_encoder.CreateState(), _decoder.CreateState());
        _encoderOutputs = new float[Problems.QuestionLength * rows * Encoder.Shape.OutputSize];
        _encoderOutputGradients = new float[_encoderOutputs.Length];
        _scores = new float[Problems.AnswerLength * rows * Width];
        _scoreGradients = new float[_scores.Length];
    }

    public Encoder EncoderModel => new(LstmWeights.From(_encoderParameters));

    public Decoder DecoderModel => new(LstmWeights.From(_decoderParameters));

    /// <summary>One update by as many problems as the batch has rows.</summary>
    /// <returns>The cross-entropy before it, nats a character.</returns>
    /// <exception cref="ArithmeticException">The loss is not finite.</exception>
    public double Update(Func<(int A, int B)> draw, float learningRate)
    {
        for (int row = 0; row < _batch.Rows; row++)
        {
            _batch.Set(row, draw());
        }

        _encoderState.Reset();
        _encoder.Forward(_batch.Questions, _encoderState, _encoderOutputs);
        _handover.Copy(_encoderState, _decoderState);
        _decoder.Forward(_batch.Previous, _decoderState, _scores);
        double loss = LstmLoss.SoftmaxCrossEntropy.Evaluate(_scores, _batch.Answers, mask: [], Width, _scoreGradients);
        if (!double.IsFinite(loss))
        {
            throw new ArithmeticException($"The loss is {loss}, at a learning rate of {learningRate}.");
        }

        _decoderGradient.Reset(); // the decoder's last state is not used
        _decoder.Backward(_scoreGradients, _decoderGradient);
        _handover.Copy(_decoderGradient, _encoderGradient);
        _encoder.Backward(_encoderOutputGradients, _encoderGradient);
        LstmClipping.ByGlobalNorm(_trainables, maxNorm: 1);
        _optimizer.LearningRate = learningRate;
        _optimizer.Step();
        return loss;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
    }
}
