namespace LstmGen.Samples.AddingProblem;

/// <summary>
/// A batch of the adding problem (Hochreiter and Schmidhuber, Long Short-Term Memory, 1997): T numbers, each in [0, 1), two of them marked,
/// one in either half; asked at the end for the sum of the two. Always answering 1 has a mean squared error of 1/6.
/// </summary>
internal sealed class Sequences
{
    private readonly Random _random;
    private readonly int _steps;
    private readonly int _batch;

    public Sequences(int steps, int batch, int seed)
    {
        (_steps, _batch, _random) = (steps, batch, new Random(seed));
        Inputs = new float[steps * batch * Adder.Shape.Input];
        Targets = new float[steps * batch];
        Mask = new float[steps * batch];
        Mask.AsSpan((steps - 1) * batch).Fill(1);
    }

    /// <summary>Number and marker: [T, B, 2].</summary>
    public float[] Inputs { get; }

    /// <summary>[T, B]; only the last step's are asked for.</summary>
    public float[] Targets { get; }

    /// <summary>[T, B]: 1 at the last step, 0 before it.</summary>
    public float[] Mask { get; }

    /// <summary>Draws a new batch.</summary>
    public void Draw()
    {
        for (int row = 0; row < _batch; row++)
        {
            int first = _random.Next(_steps / 2), second = _random.Next(_steps / 2, _steps);
            float sum = 0;
            for (int step = 0; step < _steps; step++)
            {
                int at = ((step * _batch) + row) * 2;
                float number = _random.NextSingle();
                bool marked = step == first || step == second;
                Inputs[at] = number;
                Inputs[at + 1] = marked ? 1 : 0;
                sum += marked ? number : 0;
            }

            Targets[((_steps - 1) * _batch) + row] = sum;
        }
    }
}
