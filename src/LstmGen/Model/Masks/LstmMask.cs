namespace LstmGen;

/// <summary>
/// Which steps of sequences count, anywhere: padding before a sequence, holes in it (Keras' masks). A step that does not count keeps every state, of every layer and
/// direction, as if it were not there. So a mask closes the gaps of a batch, whose rows then have lengths, and opens them again: bits are those of the sequences without
/// the steps that do not count.
/// </summary>
/// <remarks>Memory is taken once, for the largest batch; <see cref="Set(ReadOnlySpan{bool})"/> allocates nothing. Used by one thread at a time.</remarks>
public sealed class LstmMask
{
    private readonly int _capacity;
    private readonly int[] _steps;
    private readonly int[] _lengths;

    /// <summary>Memory for masks.</summary>
    /// <param name="steps">The most steps, 1 or more.</param>
    /// <param name="batch">Sequences, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there are more than 2^31 steps of all sequences.</exception>
    public LstmMask(int steps, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)steps * batch, Array.MaxLength, nameof(steps));
        (_capacity, Batch) = (steps, batch);
        (_steps, _lengths) = (new int[steps * batch], new int[batch]);
    }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>Steps of the mask that is set; 0 before there is one.</summary>
    public int Steps { get; private set; }

    /// <summary>How many steps of each sequence count: [B].</summary>
    public ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>Sets which steps count.</summary>
    /// <param name="counts">[T, B]; false where a step is padding or a hole. T is at most what the mask was made for.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the batch, or there are too many steps.</exception>
    public void Set(ReadOnlySpan<bool> counts)
    {
        Steps = CheckCounts(counts.Length, nameof(counts));
        _lengths.AsSpan().Clear();
        for (int at = 0; at < counts.Length; at++)
        {
            if (counts[at])
            {
                Count(at / Batch, at % Batch);
            }
        }
    }

    /// <summary>Has all steps count but those of a padding token (Keras' <c>mask_zero</c>, of any token).</summary>
    /// <param name="tokens">[T, B]. T is at most what the mask was made for.</param>
    /// <param name="padding">The token that stands where a sequence has none.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the batch, or there are too many steps.</exception>
    public void Set(ReadOnlySpan<int> tokens, int padding)
    {
        Steps = CheckCounts(tokens.Length, nameof(tokens));
        _lengths.AsSpan().Clear();
        for (int at = 0; at < tokens.Length; at++)
        {
            if (tokens[at] != padding)
            {
                Count(at / Batch, at % Batch);
            }
        }
    }

    /// <summary>Moves the tokens of steps that count to the front of each sequence; 0 follows.</summary>
    /// <param name="tokens">[T, B].</param>
    /// <param name="closed">[T, B], written.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void CloseGaps(ReadOnlySpan<int> tokens, Span<int> closed)
    {
        Check(tokens.Length, 1, nameof(tokens));
        Check(closed.Length, 1, nameof(closed));
        closed.Clear();
        for (int row = 0; row < Batch; row++)
        {
            for (int step = 0; step < _lengths[row]; step++)
            {
                closed[(step * Batch) + row] = tokens[(_steps[(row * _capacity) + step] * Batch) + row];
            }
        }
    }

    /// <summary>Moves the steps that count to the front of each sequence; zeros follow.</summary>
    /// <param name="values">[T, B, features].</param>
    /// <param name="features">Values of a step.</param>
    /// <param name="closed">[T, B, features], written.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void CloseGaps(ReadOnlySpan<float> values, int features, Span<float> closed)
    {
        Check(values.Length, features, nameof(values));
        Check(closed.Length, features, nameof(closed));
        for (int row = 0; row < Batch; row++)
        {
            for (int step = 0; step < Steps; step++)
            {
                Span<float> to = closed.Slice(((step * Batch) + row) * features, features);
                if (step < _lengths[row])
                {
                    values.Slice(((_steps[(row * _capacity) + step] * Batch) + row) * features, features).CopyTo(to);
                }
                else
                {
                    to.Clear();
                }
            }
        }
    }

    /// <summary>Moves the steps that count back to where they were.</summary>
    /// <param name="closed">[T, B, features]; what lies past a sequence's <see cref="Lengths"/> is not read.</param>
    /// <param name="features">Values of a step.</param>
    /// <param name="values">[T, B, features], written.</param>
    /// <param name="masked">What becomes of steps that do not count.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void OpenGaps(ReadOnlySpan<float> closed, int features, Span<float> values, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
    {
        Check(closed.Length, features, nameof(closed));
        Check(values.Length, features, nameof(values));
        for (int row = 0; row < Batch; row++)
        {
            int passed = 0;
            for (int step = 0; step < Steps; step++)
            {
                bool counts = passed < _lengths[row] && _steps[(row * _capacity) + passed] == step;
                passed += counts ? 1 : 0;
                Span<float> to = values.Slice(((step * Batch) + row) * features, features);
                if (passed > 0 && (counts || masked == LstmMaskedOutput.Repeat))
                {
                    closed.Slice((((passed - 1) * Batch) + row) * features, features).CopyTo(to);
                }
                else
                {
                    to.Clear();
                }
            }
        }
    }

    /// <summary>The gradient of what <see cref="OpenGaps"/> was given, from that of what it gave.</summary>
    /// <param name="gradients">[T, B, features].</param>
    /// <param name="features">Values of a step.</param>
    /// <param name="closed">[T, B, features], written; 0 past a sequence's <see cref="Lengths"/>. Repeated outputs are added in their order.</param>
    /// <param name="masked">What had become of steps that do not count.</param>
    /// <exception cref="ArgumentException">A length differs.</exception>
    public void CloseGapsOfGradients(ReadOnlySpan<float> gradients, int features, Span<float> closed, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
    {
        CloseGaps(gradients, features, closed);
        for (int row = 0; masked == LstmMaskedOutput.Repeat && row < Batch; row++)
        {
            int passed = 0;
            for (int step = 0; step < Steps; step++)
            {
                bool counts = passed < _lengths[row] && _steps[(row * _capacity) + passed] == step;
                passed += counts ? 1 : 0;
                if (!counts && passed > 0)
                {
                    ReadOnlySpan<float> repeated = gradients.Slice(((step * Batch) + row) * features, features);
                    Span<float> sum = closed.Slice((((passed - 1) * Batch) + row) * features, features);
                    Kernels.NodeRows.Add(sum, repeated, sum);
                }
            }
        }
    }

    /// <summary>Opens gaps, in which zeros stand, of values that have none: nothing moves to an earlier step.</summary>
    internal void OpenGapsInPlace(Span<float> values, int features)
    {
        for (int row = 0; row < Batch; row++)
        {
            int passed = _lengths[row];
            for (int step = Steps - 1; step >= 0; step--)
            {
                Span<float> to = values.Slice(((step * Batch) + row) * features, features);
                if (passed > 0 && _steps[(row * _capacity) + passed - 1] == step)
                {
                    passed--;
                    values.Slice(((passed * Batch) + row) * features, features).CopyTo(to);
                }
                else
                {
                    to.Clear();
                }
            }
        }
    }

    /// <summary>Makes this mask equal to another of the same sizes.</summary>
    internal void CopyFrom(LstmMask other)
    {
        Steps = other.Steps;
        other._lengths.CopyTo(_lengths.AsSpan());
        for (int row = 0; row < Batch; row++)
        {
            other._steps.AsSpan(row * other._capacity, _lengths[row]).CopyTo(_steps.AsSpan(row * _capacity));
        }
    }

    /// <summary>Throws unless the mask is of so many steps and sequences.</summary>
    internal void Require(int steps, int batch, string name)
    {
        if ((Steps, Batch) != (steps, batch))
        {
            throw new ArgumentException($"{name} is of {Steps} steps and batch {Batch}; {steps} steps and batch {batch} were expected.", name);
        }
    }

    /// <summary>Where a step lies that counts.</summary>
    internal int StepOf(int row, int counted) => _steps[(row * _capacity) + counted];

    private void Count(int step, int row) => _steps[(row * _capacity) + _lengths[row]++] = step;

    /// <summary>Steps of so many values.</summary>
    private int CheckCounts(int length, string name)
    {
        (int steps, int rest) = Math.DivRem(length, Batch);
        return rest == 0 && steps <= _capacity
            ? steps
            : throw new ArgumentException($"{name} has {length} values; a multiple of batch {Batch} of at most {_capacity} steps was expected.", name);
    }

    private void Check(int length, int features, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        long expected = (long)Steps * Batch * features;
        if (length != expected)
        {
            throw new ArgumentException($"{name} has {length} floats; steps {Steps} x batch {Batch} x {features} = {expected} were expected.", name);
        }
    }
}
