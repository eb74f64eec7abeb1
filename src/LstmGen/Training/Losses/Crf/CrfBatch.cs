namespace LstmGen.Training;

/// <summary>The sequences of a call.</summary>
internal readonly ref struct CrfBatch(
    ReadOnlySpan<float> emissions, ReadOnlySpan<int> lengths, ReadOnlySpan<float> tags, int count, ReadOnlySpan<float> weights, CrfOptions options, CrfScratch scratch)
{
    private readonly ReadOnlySpan<float> _emissions = emissions;
    private readonly ReadOnlySpan<int> _lengths = lengths;
    private readonly ReadOnlySpan<float> _tags = tags;
    private readonly ReadOnlySpan<float> _weights = weights;

    /// <summary>The mean of the losses, and its gradients; or an empty span: not wanted.</summary>
    internal double Evaluate(Span<float> gradients)
    {
        double total = 0;
        for (int row = 0; row < _lengths.Length; row++)
        {
            if (Counts(row))
            {
                CheckTags(row);
                total += Weight(row) * (options.PerStep ? _lengths[row] : 1);
            }
        }

        gradients.Clear();
        scratch.ClearGradients();
        PartialSums sum = default;
        for (int row = 0; row < _lengths.Length; row++)
        {
            if (Counts(row))
            {
                sum.Add(row, Weight(row) * Evaluate(row, gradients, Weight(row) / total));
            }
        }

        return total > 0 ? sum.Fold() / total : 0;
    }

    private double Evaluate(int row, Span<float> gradients, double scale)
    {
        int length = _lengths[row];
        bool differentiates = !gradients.IsEmpty;
        scratch.GrowShares(differentiates ? length : 0);
        var sequence = new CrfSequence(_emissions, _lengths.Length, row, count, length, scratch);
        double loss = sequence.Partition(differentiates) - Score(row);
        if (differentiates)
        {
            sequence.Backward(_tags, gradients, scale);
            SubtractRight(row, scale);
        }

        return loss;
    }

    /// <summary>The score of the right tags.</summary>
    private double Score(int row)
    {
        int last = Tag(0, row);
        double score = scratch.Starts[last];
        for (int step = 0; step < _lengths[row]; step++)
        {
            int tag = Tag(step, row);
            score += step > 0 ? scratch.Transitions[tag * count + last] : 0;
            score += _emissions[(step * _lengths.Length + row) * count + tag];
            last = tag;
        }

        return score + scratch.Ends[last];
    }

    /// <summary>Takes the gradient of that score with respect to the parameters from the one of all ways.</summary>
    private void SubtractRight(int row, double scale)
    {
        int last = Tag(0, row);
        scratch.StartGradients[last] -= scale;
        for (int step = 0; step < _lengths[row]; step++)
        {
            int tag = Tag(step, row);
            if (step > 0)
            {
                scratch.TransitionGradients[tag * count + last] -= scale;
            }

            last = tag;
        }

        scratch.EndGradients[last] -= scale;
    }

    private void CheckTags(int row)
    {
        for (int step = 0; step < _lengths[row]; step++)
        {
            int index = step * _lengths.Length + row;
            float found = _tags[index];
            if (!ClassNumber.Is(found, count))
            {
                throw new TargetException(index, 0, found, $"a tag, a whole number from 0 to {count - 1}, was expected");
            }

            CrfConstraints? allowed = options.Constraints;
            string? objection = allowed is null ? null
                : step == 0 && !allowed.AllowsStart((int)found) ? "the constraints do not allow it at the start"
                : step > 0 && !allowed.Allows(Tag(step - 1, row), (int)found) ? $"the constraints do not allow it behind {Tag(step - 1, row)}"
                : step == _lengths[row] - 1 && !allowed.AllowsEnd((int)found) ? "the constraints do not allow it at the end" : null;
            if (objection is not null)
            {
                throw new TargetException(index, 0, found, objection);
            }
        }
    }

    private bool Counts(int row) => Weight(row) > 0 && _lengths[row] > 0;

    private double Weight(int row) => _weights.IsEmpty ? 1 : _weights[row];

    private int Tag(int step, int row) => (int)_tags[step * _lengths.Length + row];
}
