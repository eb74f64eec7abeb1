namespace LstmGen.Training;

/// <summary>Labels of outputs that were trained by <see cref="CtcLoss"/>. Not to be used by two threads at once.</summary>
/// <remarks>What a search needs in between is kept: only sequences longer than all before, and the hypotheses themselves, allocate.</remarks>
public sealed class CtcDecoder
{
    private readonly int _outputSize;
    private readonly int _blank;
    private readonly CtcBeam _beam;
    private readonly float[] _exponentials;

    /// <summary>A decoder.</summary>
    /// <param name="outputSize">Number of outputs of a step, at least 1.</param>
    /// <param name="beamWidth">How many prefixes a search keeps, at least 1.</param>
    /// <param name="blank">The output that stands for no label, 0 to outputSize - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CtcDecoder(int outputSize, int beamWidth = 16, int blank = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(blank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(blank, outputSize);
        (_outputSize, _blank) = (outputSize, blank);
        _beam = new CtcBeam(outputSize, beamWidth, blank);
        _exponentials = new float[outputSize];
    }

    /// <summary>The labels of the most probable way: the largest output of each step (of equal ones the first), repetitions and blanks taken out. Allocates nothing.</summary>
    /// <param name="outputs">[T, B, outputSize].</param>
    /// <param name="labels">Written from its start; room for T is always enough.</param>
    /// <param name="rows">B.</param>
    /// <param name="row">Which sequence, 0 to B - 1.</param>
    /// <param name="length">Its steps, 0 to T; null: T.</param>
    /// <returns>How many labels were written.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or there is no room for the labels.</exception>
    public int Greedy(ReadOnlySpan<float> outputs, Span<int> labels, int rows = 1, int row = 0, int? length = null)
    {
        int steps = Check(outputs, rows, row, length), count = 0, last = _blank;
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> output = Output(outputs, rows, row, step);
            int best = 0;
            for (int index = 1; index < output.Length; index++)
            {
                best = output[index] > output[best] ? index : best;
            }

            if (best != last && best != _blank)
            {
                if (count == labels.Length)
                {
                    throw new ArgumentException($"labels has room for {labels.Length}; {steps} were expected at most.", nameof(labels));
                }

                labels[count++] = best;
            }

            last = best;
        }

        return count;
    }

    /// <summary>The most probable labels that a prefix beam search finds (Hannun et al., First-Pass Large Vocabulary Continuous Speech Recognition, 2014), without a language model.</summary>
    /// <param name="outputs">[T, B, outputSize], before the softmax, finite.</param>
    /// <param name="rows">B.</param>
    /// <param name="row">Which sequence, 0 to B - 1.</param>
    /// <param name="length">Its steps, 0 to T; null: T.</param>
    /// <param name="most">How many hypotheses are wanted, at least 1.</param>
    /// <returns>The best first, at most <paramref name="most"/> and the width of the beam.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or an output is not finite.</exception>
    public IReadOnlyList<CtcHypothesis> Beam(ReadOnlySpan<float> outputs, int rows = 1, int row = 0, int? length = null, int most = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        int steps = Check(outputs, rows, row, length);
        _beam.Begin(steps);
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> output = Output(outputs, rows, row, step);
            float largest = SoftmaxLoss.Largest(output);
            double logSum = largest + DoubleMath.Log(SoftmaxLoss.Exponentials(output, _exponentials));
            if (!double.IsFinite(logSum))
            {
                throw new ArgumentException($"An output of row {row}, step {step} is not finite; finite numbers were expected.", nameof(outputs));
            }

            _beam.Step(output, logSum);
        }

        return _beam.Best(most);
    }

    private int Check(ReadOnlySpan<float> outputs, int rows, int row, int? length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, rows);
        (long steps, long rest) = Math.DivRem(outputs.Length, (long)rows * _outputSize);
        if (rest != 0)
        {
            throw new ArgumentException($"outputs has {outputs.Length} floats; a multiple of {rows} rows x {_outputSize} outputs was expected.", nameof(outputs));
        }

        int taken = length ?? (int)steps;
        return taken >= 0 && taken <= steps ? taken
            : throw new ArgumentOutOfRangeException(nameof(length), taken, $"length must be a number from 0 to {steps}.");
    }

    private ReadOnlySpan<float> Output(ReadOnlySpan<float> outputs, int rows, int row, int step)
        => outputs.Slice((step * rows + row) * _outputSize, _outputSize);
}
