using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>
/// One sequence of a batch (Graves et al., Connectionist Temporal Classification, 2006). States are the labels with blanks around them; ln of a state's probability so
/// far is summed over the states it is reached from, in double.
/// </summary>
/// <remarks>
/// The backward pass is the derivative of that: a state's probability given all labels goes back to the states it came from, by the shares that they had. It is what
/// the product of forward and backward variables gives, without a second pass of logarithms.
/// </remarks>
internal readonly ref struct CtcSequence(ReadOnlySpan<float> outputs, int rows, int row, int outputSize, int length, int states, CtcScratch scratch)
{
    private readonly ReadOnlySpan<float> _outputs = outputs;

    /// <summary>-ln of the probability of the labels that <see cref="CtcScratch.Labels"/> holds; NaN where an output is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Forward(bool differentiates)
    {
        if (!SumSteps())
        {
            return double.NaN;
        }

        Span<double> now = scratch.States(0, states), before = scratch.States(1, states);
        now.Fill(double.NegativeInfinity);
        ReadOnlySpan<int> labels = scratch.Labels[..states];
        for (int state = 0; state < Math.Min(2, states); state++)
        {
            now[state] = LogProbability(0, labels[state]);
        }

        for (int step = 1; step < length; step++)
        {
            Span<double> last = now;
            now = before;
            before = last;
            Span<double> shares = differentiates ? scratch.Shares(step, states) : default;
            shares.Clear();
            now.Fill(double.NegativeInfinity);

            // Others are not reached yet, or too far from the end.
            int least = Math.Max(0, states - 2 * (length - step)), most = Math.Min(states - 1, 2 * step + 1);
            for (int state = least; state <= most; state++)
            {
                double came = Incoming(before, labels, state, shares.IsEmpty ? default : shares.Slice(state * 3, 3));
                now[state] = came + LogProbability(step, labels[state]);
            }
        }

        double end = now[states - 1], blankless = states > 1 ? now[states - 2] : double.NegativeInfinity;
        double larger = Math.Max(end, blankless), smaller = Math.Min(end, blankless);
        double rest = DoubleMath.Exp(smaller - larger);
        if (differentiates)
        {
            // The probability of either end, given the labels.
            Span<double> ends = scratch.States(0, states);
            ends.Clear();
            ends[states - 1] = (end == larger ? 1 : rest) / (1 + rest);
            if (states > 1)
            {
                ends[states - 2] = (end == larger ? rest : 1) / (1 + rest);
            }
        }

        return -(larger + DoubleMath.LogOnePlus(rest));
    }

    /// <summary>After <see cref="Forward"/>: the loss's gradient times a factor, written; what lies past the length is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Backward(Span<float> gradients, double scale)
    {
        Span<double> now = scratch.States(0, states), before = scratch.States(1, states);
        ReadOnlySpan<int> labels = scratch.Labels[..states];
        Span<double> classes = scratch.Classes[..outputSize];
        for (int step = length - 1; step >= 0; step--)
        {
            classes.Clear();
            for (int state = 0; state < states; state++)
            {
                classes[labels[state]] += now[state];
            }

            Differentiate(gradients.Slice(Place(step), outputSize), step, classes, scale);
            if (step > 0)
            {
                HandBack(now, before, scratch.Shares(step, states));
                Span<double> done = now;
                now = before;
                before = done;
            }
        }
    }

    private int Place(int step) => (step * rows + row) * outputSize;

    private double LogProbability(int step, int label) => _outputs[Place(step) + label] - scratch.LogSums[step];

    /// <summary>ln of the sum of exp(output) of each step; false where one is not finite.</summary>
    private bool SumSteps()
    {
        for (int step = 0; step < length; step++)
        {
            ReadOnlySpan<float> output = _outputs.Slice(Place(step), outputSize);
            float largest = SoftmaxLoss.Largest(output);
            double sum = SoftmaxLoss.Exponentials(output, largest, scratch.Exponentials[..outputSize], default);
            scratch.LogSums[step] = largest + DoubleMath.Log(sum);
            if (!double.IsFinite(scratch.LogSums[step]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>ln of the sum of what comes into a state: from itself, the state before, and over a blank between two labels that differ.</summary>
    private static double Incoming(ReadOnlySpan<double> before, ReadOnlySpan<int> labels, int state, Span<double> shares)
    {
        double stay = before[state];
        double step = state > 0 ? before[state - 1] : double.NegativeInfinity;
        double skip = (state & 1) != 0 && state > 1 && labels[state] != labels[state - 2] ? before[state - 2] : double.NegativeInfinity;
        double largest = Math.Max(stay, Math.Max(step, skip));
        if (largest == double.NegativeInfinity)
        {
            return largest;
        }

        stay = stay == largest ? 1 : DoubleMath.Exp(stay - largest);
        step = step == largest ? 1 : DoubleMath.Exp(step - largest);
        skip = skip == largest ? 1 : DoubleMath.Exp(skip - largest);
        double sum = stay + step + skip;
        if (!shares.IsEmpty)
        {
            (shares[0], shares[1], shares[2]) = (stay / sum, step / sum, skip / sum);
        }

        return sum == 1 ? largest : largest + DoubleMath.Log(sum);
    }

    private static void HandBack(ReadOnlySpan<double> now, Span<double> before, ReadOnlySpan<double> shares)
    {
        before.Clear();
        for (int state = 0; state < now.Length; state++)
        {
            double probability = now[state];
            before[state] += probability * shares[state * 3];
            if (state > 0)
            {
                before[state - 1] += probability * shares[state * 3 + 1];
            }

            if (state > 1)
            {
                before[state - 2] += probability * shares[state * 3 + 2];
            }
        }
    }

    /// <summary>The softmax less how probable each output is given the labels.</summary>
    private void Differentiate(Span<float> gradient, int step, ReadOnlySpan<double> classes, double scale)
    {
        Span<float> exponentials = scratch.Exponentials[..outputSize];
        double inverse = 1 / SoftmaxLoss.Exponentials(_outputs.Slice(Place(step), outputSize), exponentials);
        for (int index = 0; index < gradient.Length; index++)
        {
            gradient[index] = (float)(scale * (exponentials[index] * inverse - classes[index]));
        }
    }
}
