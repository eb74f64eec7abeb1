namespace LstmGen.Samples.Addition;

/// <summary>Answers problems: the decoder reads back what it wrote, always the character of the highest score.</summary>
internal sealed class Calculator(Encoder encoder, Decoder decoder)
{
    private static readonly int Width = Problems.Alphabet.Length;

    public Calculator(Adder trained)
        : this(new(LstmWeights.From(trained.EncoderParameters)), new(LstmWeights.From(trained.DecoderParameters)))
    {
    }

    /// <summary>The answer as text, blanks included.</summary>
    public string Answer((int A, int B) problem)
    {
        LstmState read = encoder.CreateState(), written = decoder.CreateState();
        encoder.Run(Problems.Read(problem), read, new float[Problems.QuestionLength * Encoder.Shape.OutputSize]);
        written.CopyFrom(read);
        float[] last = new float[Width], scores = new float[Width];
        var answer = new char[Problems.AnswerLength];
        for (int step = 0; step < answer.Length; step++)
        {
            decoder.Step(last, written, scores);
            int best = Array.IndexOf(scores, scores.Max());
            Array.Clear(last);
            last[best] = 1;
            answer[step] = Problems.Alphabet[best];
        }

        return new string(answer);
    }
}
