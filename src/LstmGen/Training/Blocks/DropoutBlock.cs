namespace LstmGen.Training;

/// <summary>Sets values to 0 at random and scales the others by 1 / (1 - rate): PyTorch's <c>nn.Dropout</c>.</summary>
/// <remarks>
/// Whether a value stays is a function of the seed, the block's name, the pass (which each forward pass raises) and its index alone. Masks are made
/// again for the backward pass, not kept. Nothing is allocated after construction.
/// </remarks>
public sealed class DropoutBlock : TrainableBlock
{
    private const int Together = 2_048;

    private readonly float _rate;
    private readonly ulong _key;
    private readonly float[] _mask = new float[Together];
    private readonly (long Pass, int Count)[] _passes;
    private int _remembered;

    /// <summary>Dropout.</summary>
    /// <param name="name">Tells its masks from those of other blocks of the same seed.</param>
    /// <param name="rate">Probability with which a value is dropped, 0 up to but not including 1.</param>
    /// <param name="seed">Determines the masks, with <see cref="TrainableBlock.Pass"/>.</param>
    /// <param name="passes">The most forward passes that are remembered at a time, at least 1; more than 1 where they are nested.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public DropoutBlock(string name, float rate, ulong seed = 0, int passes = 1)
        : base(name, seed)
    {
        LstmOptionGuard.Fraction(rate, nameof(rate));
        BlockGuard.AtLeastOne(passes, nameof(passes));
        (_rate, _key, _passes) = (rate, BlockValues.Key(seed, name), new (long, int)[passes]);
    }

    /// <summary>Probability with which a value is dropped.</summary>
    public float Rate => _rate;

    /// <summary>Drops values; which, is remembered for <see cref="Backward"/>. Evaluations leave the block out: their values pass unchanged.</summary>
    /// <param name="values">Any number.</param>
    /// <param name="dropped">As many, written; may be <paramref name="values"/>.</param>
    /// <param name="nested">Whether the passes before stay remembered, whose backward passes come after that of this one; else they are forgotten.</param>
    /// <exception cref="ArgumentException">The lengths differ, or more passes are nested than were asked for when the block was made.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Forward(ReadOnlySpan<float> values, Span<float> dropped, bool nested = false)
    {
        BlockGuard.Length(dropped.Length, 1, values.Length, nameof(dropped));
        Enter();
        try
        {
            int before = nested ? _remembered : 0;
            if (before == _passes.Length)
            {
                throw new ArgumentException($"{before} forward passes are remembered; at most {_passes.Length} were asked for when the block was made.", nameof(nested));
            }

            _passes[before] = (Pass, values.Length);
            _remembered = before + 1;
            values.CopyTo(dropped);
            Mask(Pass, dropped);
            Pass++;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Turns the gradient of the values that the last remembered forward pass gave into that of its values; the pass is used up.</summary>
    /// <param name="gradients">As many as that pass had, changed in place.</param>
    /// <exception cref="ArgumentException">The number differs.</exception>
    /// <exception cref="InvalidOperationException">No forward pass is remembered, or another thread runs a pass of this block.</exception>
    /// <exception cref="ObjectDisposedException">The block was disposed.</exception>
    public void Backward(Span<float> gradients)
    {
        Enter();
        try
        {
            if (_remembered == 0)
            {
                throw new InvalidOperationException("Backward needs a Forward before it: each backward pass uses up what its forward pass remembered.");
            }

            (long pass, int count) = _passes[_remembered - 1];
            BlockGuard.Length(gradients.Length, 1, count, nameof(gradients));
            _remembered--;
            Mask(pass, gradients);
        }
        finally
        {
            Exit();
        }
    }

    private void Mask(long pass, Span<float> values)
    {
        ulong key = CounterRandom.Key(_key, (ulong)pass);
        for (int first = 0; _rate > 0 && first < values.Length; first += Together)
        {
            Span<float> part = values.Slice(first, Math.Min(Together, values.Length - first)), mask = _mask.AsSpan(0, part.Length);
            DropoutMask.Fill(mask, _rate, key, (ulong)first);
            LaneProduct.Multiply(part, mask, part);
        }
    }
}
