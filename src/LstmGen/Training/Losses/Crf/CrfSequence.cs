using System.Runtime.CompilerServices;

namespace LstmGen.Training;

/// <summary>
/// One sequence of a batch. The forward pass sums ln of the weight of all ways up to each tag; the backward pass is its derivative: a tag's probability goes back to the
/// tags before it by the shares that they had, which is what the product of forward and backward variables gives.
/// </summary>
internal readonly ref struct CrfSequence(ReadOnlySpan<float> emissions, int rows, int row, int tags, int length, CrfScratch scratch)
{
    private readonly ReadOnlySpan<float> _emissions = emissions;

    /// <summary>ln of the sum over all ways of exp(score); NaN where an emission is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Partition(bool differentiates)
    {
        double[] now = scratch.Now, next = scratch.Next;
        double finite = 0;
        ReadOnlySpan<float> first = Emission(0);
        for (int tag = 0; tag < tags; tag++)
        {
            now[tag] = scratch.Starts[tag] + first[tag];
            finite += 0.0 * first[tag];
        }

        for (int step = 1; step < length; step++)
        {
            ReadOnlySpan<float> emission = Emission(step);
            Span<double> shares = differentiates ? scratch.Shares(step) : default;
            for (int tag = 0; tag < tags; tag++)
            {
                Span<double> own = shares.IsEmpty ? default : shares.Slice(tag * tags, tags);
                next[tag] = emission[tag] + LogSum(now, scratch.Transitions.AsSpan(tag * tags, tags), own);
                finite += 0.0 * emission[tag];
            }

            (now, next) = (next, now);
        }

        // How probable each tag is at the end.
        double sum = LogSum(now, scratch.Ends, differentiates ? next : default);
        if (differentiates && next != scratch.Next)
        {
            next.CopyTo(scratch.Next, 0);
        }

        return sum + finite;
    }

    /// <summary>
    /// After <see cref="Partition"/>, times a factor: the loss's gradient with respect to the emissions, written; that of ln of the sum with respect to the parameters, added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Backward(ReadOnlySpan<float> right, Span<float> gradients, double scale)
    {
        double[] probabilities = scratch.Next, before = scratch.Now;
        for (int tag = 0; tag < tags; tag++)
        {
            scratch.EndGradients[tag] += scale * probabilities[tag];
        }

        for (int step = length - 1; step >= 0; step--)
        {
            Span<float> gradient = gradients.Slice(Place(step), tags);
            Array.Clear(before);
            for (int tag = 0; tag < tags; tag++)
            {
                double probability = probabilities[tag];
                gradient[tag] = (float)(scale * (probability - (tag == right[step * rows + row] ? 1 : 0)));
                if (step == 0)
                {
                    scratch.StartGradients[tag] += scale * probability;
                    continue;
                }

                Span<double> sums = scratch.TransitionGradients.AsSpan(tag * tags, tags);
                Span<double> shares = scratch.Shares(step).Slice(tag * tags, tags);
                for (int from = 0; from < tags; from++)
                {
                    double pair = probability * shares[from];
                    before[from] += pair;
                    sums[from] += scale * pair;
                }
            }

            (probabilities, before) = (before, probabilities);
        }
    }

    /// <summary>The tags of the highest score (of equal ones those of lower numbers, from the last on), [T, B], and that score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double Best(Span<int> best)
    {
        double[] now = scratch.Now, next = scratch.Next;
        ReadOnlySpan<float> first = Emission(0);
        for (int tag = 0; tag < tags; tag++)
        {
            now[tag] = scratch.Starts[tag] + first[tag];
        }

        for (int step = 1; step < length; step++)
        {
            ReadOnlySpan<float> emission = Emission(step);
            Span<int> before = scratch.Before(step);
            for (int tag = 0; tag < tags; tag++)
            {
                before[tag] = Largest(now, scratch.Transitions.AsSpan(tag * tags, tags), out double score);
                next[tag] = score + emission[tag];
            }

            (now, next) = (next, now);
        }

        int last = Largest(now, scratch.Ends, out double highest);
        for (int step = length - 1; step >= 0; step--)
        {
            best[step * rows + row] = last;
            last = step > 0 ? scratch.Before(step)[last] : last;
        }

        return highest;
    }

    private int Place(int step) => (step * rows + row) * tags;

    private ReadOnlySpan<float> Emission(int step) => _emissions.Slice(Place(step), tags);

    /// <summary>ln of the sum of exp(a + b), and the share of each term; or an empty span: not wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LogSum(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> shares)
    {
        double largest = double.NegativeInfinity;
        for (int index = 0; index < a.Length; index++)
        {
            double term = a[index] + b[index];
            largest = term > largest ? term : largest;
        }

        if (largest == double.NegativeInfinity)
        {
            shares.Clear();
            return largest;
        }

        double sum = 0;
        for (int index = 0; index < a.Length; index++)
        {
            double exponential = DoubleMath.Exp(a[index] + b[index] - largest);
            sum += exponential;
            if (!shares.IsEmpty)
            {
                shares[index] = exponential;
            }
        }

        double inverse = 1 / sum;
        for (int index = 0; index < shares.Length; index++)
        {
            shares[index] *= inverse;
        }

        return largest + DoubleMath.Log(sum);
    }

    private static int Largest(ReadOnlySpan<double> a, ReadOnlySpan<double> b, out double largest)
    {
        int best = 0;
        largest = double.NegativeInfinity;
        for (int index = 0; index < a.Length; index++)
        {
            double term = a[index] + b[index];
            if (term > largest)
            {
                (best, largest) = (index, term);
            }
        }

        return best;
    }
}
