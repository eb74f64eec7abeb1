using LstmGen.Training;

namespace LstmGen.Samples.Addition;

/// <summary>
/// Sums of two numbers as text, as in Keras's example addition_rnn: "321+54 " asked, "375 " answered, both padded with blanks. The
/// question is read backwards: the digits that the answer starts with come last.
/// </summary>
internal static class Problems
{
    public const string Alphabet = " +0123456789";
    public const int QuestionLength = 7;
    public const int AnswerLength = 4;

    /// <summary>Problems in random order, none of which is another with its numbers swapped.</summary>
    public static (int A, int B)[] Distinct(Random random, int count)
    {
        var problems = new HashSet<(int A, int B)>();
        while (problems.Count < count)
        {
            (int a, int b) = (Number(random), Number(random));
            if (!problems.Contains((b, a)))
            {
                problems.Add((a, b));
            }
        }

        (int A, int B)[] shuffled = [.. problems]; // the short ones came first: they are soon used up
        random.Shuffle(shuffled);
        return shuffled;
    }

    /// <summary>Batches of questions, one-hot, and the characters of their answers.</summary>
    public static LstmSequencePairs Pairs((int A, int B)[] problems, int batch)
        => new([.. problems.Select(problem => new LstmSequence(Read(problem), Answer(problem).Select(character => (float)Alphabet.IndexOf(character)).ToArray()))], batch, Alphabet.Length, 1);

    /// <summary>The characters of a question, last first, one-hot: [7, 12].</summary>
    public static float[] Read((int A, int B) problem)
    {
        float[] question = new float[QuestionLength * Alphabet.Length];
        for (int step = 0; step < QuestionLength; step++)
        {
            question[(step * Alphabet.Length) + Alphabet.IndexOf(Question(problem)[^(step + 1)])] = 1;
        }

        return question;
    }

    public static string Question((int A, int B) problem) => $"{problem.A}+{problem.B}".PadRight(QuestionLength);

    public static string Answer((int A, int B) problem) => $"{problem.A + problem.B}".PadRight(AnswerLength);

    // One to three digits, each as likely.
    private static int Number(Random random) => random.Next(3) switch
    {
        0 => random.Next(10),
        1 => random.Next(100),
        _ => random.Next(1000),
    };
}
