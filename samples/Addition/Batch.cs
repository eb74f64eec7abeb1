namespace LstmGen.Samples.Addition;

/// <summary>The buffers of a batch of problems, time-major.</summary>
internal sealed class Batch(int rows)
{
    private static readonly int Width = Problems.Alphabet.Length;

    /// <summary>The characters of the questions, last first, one-hot: [7, B, 12].</summary>
    public float[] Questions { get; } = new float[Problems.QuestionLength * rows * Width];

    /// <summary>What the decoder reads, one-hot: [4, B, 12]. Nothing at first, then the right character before.</summary>
    public float[] Previous { get; } = new float[Problems.AnswerLength * rows * Width];

    /// <summary>Indices of the characters of the answers: [4, B].</summary>
    public float[] Answers { get; } = new float[Problems.AnswerLength * rows];

    public int Rows => rows;

    public void Set(int row, (int A, int B) problem)
    {
        string question = Problems.Question(problem), answer = Problems.Answer(problem);
        for (int step = 0; step < question.Length; step++)
        {
            OneHot(Questions, step, row, question[^(step + 1)]);
        }

        for (int step = 0; step < answer.Length; step++)
        {
            Answers[(step * rows) + row] = Problems.Alphabet.IndexOf(answer[step]);
            if (step > 0)
            {
                OneHot(Previous, step, row, answer[step - 1]);
            }
        }
    }

    private void OneHot(float[] buffer, int step, int row, char character)
    {
        Span<float> values = buffer.AsSpan(((step * rows) + row) * Width, Width);
        values.Clear();
        values[Problems.Alphabet.IndexOf(character)] = 1;
    }
}
