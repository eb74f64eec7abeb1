namespace LstmGen.Samples.Addition;

/// <summary>Answers problems: the decoder reads back what it wrote, always the character of the highest score.</summary>
internal sealed class Calculator(Encoder encoder, Decoder decoder)
{
    private static readonly int Width = Problems.Alphabet.Length;

    /// <summary>The answers as text, blanks included.</summary>
    public string[] Answer((int A, int B)[] problems)
    {
        int rows = problems.Length;
        var batch = new Batch(rows);
        for (int row = 0; row < rows; row++)
        {
            batch.Set(row, problems[row]);
        }

        LstmState encoderState = encoder.CreateState(rows), decoderState = decoder.CreateState(rows);
        encoder.Run(batch.Questions, encoderState, new float[Problems.QuestionLength * rows * Encoder.Shape.OutputSize]);
        new Handover(Encoder.Shape, rows).Copy(encoderState, decoderState);
        float[] written = new float[rows * Width], scores = new float[rows * Width];
        var answers = new char[rows][];
        for (int step = 0; step < Problems.AnswerLength; step++)
        {
            decoder.Run(written, decoderState, scores);
            Array.Clear(written);
            for (int row = 0; row < rows; row++)
            {
                int best = Best(scores.AsSpan(row * Width, Width));
                written[(row * Width) + best] = 1;
                (answers[row] ??= new char[Problems.AnswerLength])[step] = Problems.Alphabet[best];
            }
        }

        return [.. answers.Select(characters => new string(characters))];
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int index = 1; index < scores.Length; index++)
        {
            best = scores[index] > scores[best] ? index : best;
        }

        return best;
    }
}
