using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>The checks at the public door of models of tokens.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmTokenGuard
{
    /// <summary>Throws unless the arguments fit one step of one sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step(LstmShape shape, int tokens, int outputSize, int token, LstmState state, ReadOnlySpan<float> output)
    {
        if ((uint)token >= (uint)tokens || output.Length != outputSize || !ReferenceEquals(state?.Shape, shape) || state.Batch != 1)
        {
            StepSlow(shape, token, state, output);
        }
    }

    /// <summary>Throws unless the arguments fit a run; gives the number of steps.</summary>
    public static int Run(LstmShape shape, ReadOnlySpan<int> tokens, LstmState state, ReadOnlySpan<float> outputs)
    {
        int steps = Steps(shape, tokens, state, outputs);
        for (int index = 0; index < tokens.Length; index++)
        {
            Token(shape, tokens, index, state.Batch);
        }

        return steps;
    }

    /// <summary>The same for sequences of different lengths: what lies past one is not read.</summary>
    public static int Run(LstmShape shape, ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, ReadOnlySpan<float> outputs)
    {
        int steps = Steps(shape, tokens, state, outputs);
        LstmGuard.Lengths(lengths, state, steps);
        for (int index = 0; index < tokens.Length; index++)
        {
            if (index / state.Batch < lengths[index % state.Batch])
            {
                Token(shape, tokens, index, state.Batch);
            }
        }

        return steps;
    }

    /// <summary>The same of sequences with gaps: what does not count is not read.</summary>
    internal static int Run(LstmShape shape, ReadOnlySpan<int> tokens, LstmMask mask, LstmState state, ReadOnlySpan<float> outputs)
    {
        int steps = Steps(shape, tokens, state, outputs);
        mask.Require(steps, state.Batch, nameof(mask));
        for (int row = 0; row < state.Batch; row++)
        {
            for (int counted = 0; counted < mask.Lengths[row]; counted++)
            {
                Token(shape, tokens, (mask.StepOf(row, counted) * state.Batch) + row, state.Batch);
            }
        }

        return steps;
    }

    private static void Token(LstmShape shape, ReadOnlySpan<int> tokens, int index, int batch)
    {
        if ((uint)tokens[index] >= (uint)shape.Vocabulary)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tokens), tokens[index], $"The token of step {index / batch}, row {index % batch} must lie between 0 and {shape.Vocabulary - 1}.");
        }
    }

    /// <summary>The same of anything but the tokens themselves.</summary>
    private static int Steps(LstmShape shape, ReadOnlySpan<int> tokens, LstmState state, ReadOnlySpan<float> outputs)
    {
        ArgumentNullException.ThrowIfNull(state);
        LstmGuard.State(shape, state, nameof(state));
        (int steps, int rest) = Math.DivRem(tokens.Length, state.Batch);
        if (rest != 0)
        {
            throw new ArgumentException($"tokens has {tokens.Length} values; a multiple of batch {state.Batch} was expected.", nameof(tokens));
        }

        LstmGuard.Outputs(shape, steps, state, outputs.Length);
        return steps;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StepSlow(LstmShape shape, int token, LstmState? state, ReadOnlySpan<float> output)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Batch == 1)
        {
            Run(shape, [token], state, output);
            return;
        }

        LstmGuard.State(shape, state, nameof(state));
        throw new ArgumentException($"Step takes a state of batch 1; this one has batch {state.Batch}. Use Run for batches.", nameof(state));
    }
}
