using LstmGen.Training;

namespace LstmGen.Samples.Addition;

/// <summary>Reads the question; its last state is handed to the decoder.</summary>
[LstmModel(hidden: 128, input: 12)]
public sealed partial class Encoder;

/// <summary>Writes the answer: reads the character before, gives a score for each that may come next.</summary>
[LstmModel(hidden: 128, input: 12, output: 12)]
public sealed partial class Decoder;

/// <summary>Two tapes trained together: the gradient of the decoder's first state is that of the encoder's last.</summary>
internal sealed class Adder : TrainableModel
{
    private const int Width = 12;

    private readonly LstmTape _encoder, _decoder;
    private readonly LstmState _read, _written, _readGradient, _writtenGradient;
    private readonly float[] _outputs, _outputGradients, _previous, _scores, _scoreGradients;

    public Adder(int batch, ulong seed, int threads)
        : base(batch, Problems.QuestionLength, Width, 1, Problems.AnswerLength)
    {
        (EncoderParameters, DecoderParameters) = (LstmWeights.Random(2 * seed).Bind(Encoder.Shape), LstmWeights.Random((2 * seed) + 1).Bind(Decoder.Shape));
        _encoder = Add(Encoder.CreateTape(EncoderParameters, new() { Batch = batch, Steps = Problems.QuestionLength, Threads = threads, Prefix = "encoder." }));
        _decoder = Add(Decoder.CreateTape(DecoderParameters, new() { Batch = batch, Steps = Problems.AnswerLength, Threads = threads, Prefix = "decoder." }));
        (_read, _written, _readGradient, _writtenGradient) = (_encoder.CreateState(), _decoder.CreateState(), _encoder.CreateState(), _decoder.CreateState());
        _outputs = new float[Problems.QuestionLength * batch * Encoder.Shape.OutputSize];
        _outputGradients = new float[_outputs.Length]; // stays zero: only the last state is used
        (_previous, _scores) = (new float[Problems.AnswerLength * batch * Width], new float[Problems.AnswerLength * batch * Width]);
        _scoreGradients = new float[_scores.Length];
    }

    public LstmParameters EncoderParameters { get; }

    public LstmParameters DecoderParameters { get; }

    protected override double Compute(LstmBatch batch, bool trains)
    {
        Array.Clear(_previous); // nothing at first, then the right character before
        for (int at = Batch; at < batch.Targets.Length; at++)
        {
            _previous[(at * Width) + (int)batch.Targets[at - Batch]] = 1;
        }

        _read.Reset();
        _encoder.Forward(batch.Inputs, _read, _outputs);
        _written.CopyFrom(_read);
        _decoder.Forward(_previous, _written, _scores);
        return LstmLoss.SoftmaxCrossEntropy.Evaluate(_scores, batch.Targets, batch.Mask, Width, _scoreGradients);
    }

    public override void Backward()
    {
        _writtenGradient.Reset(); // the decoder's last state is not used
        _decoder.Backward(_scoreGradients, _writtenGradient);
        _readGradient.CopyFrom(_writtenGradient);
        _encoder.Backward(_outputGradients, _readGradient);
    }
}
