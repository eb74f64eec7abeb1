using LstmGen.Kernels;
using LstmGen.Training.Tape;

namespace LstmGen.Training;

// Passes over tokens that have vectors of their own.
public abstract partial class LstmTape
{
    /// <summary>T time steps of tokens, each of which stands for its row of <c>embedding.weight</c>; that is trained with the other parameters.</summary>
    /// <param name="tokens">[T, B], each 0 up to but not including <see cref="LstmShape.EmbeddedTokens"/>.</param>
    /// <param name="state">The B initial states; updated in place to the states after the last step.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together, written.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">There is no such token, a length differs, the state is of another shape or batch, or the model has no embeddings.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(ReadOnlySpan<int> tokens, LstmState state, Span<float> outputs, bool dropout = true)
    {
        int steps = TapeGuard.Tokens(Shape, Options, LstmTokenGuard.Run(Shape, tokens, state, outputs), state);
        _use.Enter();
        try
        {
            _masked = false;
            _rows.SetFull(steps);
            Run(_embedding!.Begin(tokens, _rows, Parameters), state, outputs, dropout);
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>Sequences of tokens of different lengths: row b takes its first <c>lengths[b]</c> steps.</summary>
    /// <param name="tokens">[T, B]; what lies past a row's length is not read.</param>
    /// <param name="lengths">[B], each 0 to T, in any order.</param>
    /// <param name="state">The B initial states; updated in place to those after each row's last step. Length 0 leaves a row unchanged.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together, written; exactly 0 past a row's length.</param>
    /// <param name="dropout">False for an evaluation: no masks, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">There is no such token, a length differs or is out of range, the state is of another shape, or the model has no embeddings.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(ReadOnlySpan<int> tokens, ReadOnlySpan<int> lengths, LstmState state, Span<float> outputs, bool dropout = true)
    {
        int steps = TapeGuard.Tokens(Shape, Options, LstmTokenGuard.Run(Shape, tokens, lengths, state, outputs), state);
        _use.Enter();
        try
        {
            _masked = false;
            _rows.Set(lengths, steps);
            Run(_embedding!.Begin(tokens, _rows, Parameters), state, outputs, dropout);
        }
        finally
        {
            _use.Exit();
        }
    }

    /// <summary>Sequences of tokens with gaps, such as those of a padding token: steps that do not count are not read, keep the state and have no gradient.</summary>
    /// <remarks>The first such pass of a tape takes memory for a batch without gaps.</remarks>
    /// <param name="tokens">[T, B]; any number where a step does not count.</param>
    /// <param name="mask">Which steps count, of T steps and B sequences; it may be set anew before <see cref="Backward"/>.</param>
    /// <param name="state">The B initial states; updated in place to those after the last step that counts.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together, written.</param>
    /// <param name="masked">What outputs of steps are that do not count; the gradient of repeated ones is added to that of what they repeat.</param>
    /// <param name="dropout">False for an evaluation: no masks of dropout, and <see cref="Pass"/> stays.</param>
    /// <exception cref="ArgumentException">There is no such token, a length differs, mask or state are of other sizes, or the model has no embeddings.</exception>
    /// <exception cref="InvalidOperationException">Another thread runs a pass of this tape, or another call has the state.</exception>
    /// <exception cref="ObjectDisposedException">The tape was disposed.</exception>
    public void Forward(
        ReadOnlySpan<int> tokens, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero, bool dropout = true)
    {
        ArgumentNullException.ThrowIfNull(mask);
        int steps = TapeGuard.Tokens(Shape, Options, LstmTokenGuard.Run(Shape, tokens, mask, state, outputs), state);
        _use.Enter();
        try
        {
            Span<int> closed = _embedding!.Tokens(steps);
            mask.CloseGaps(tokens, closed);
            _mask ??= new TapeMask(Shape, Options);
            _mask.Begin(mask, masked);
            _masked = true;
            _rows.Set(_mask.Lengths, steps);
            Run(_embedding.Begin(closed, _rows, Parameters), state, _mask.Outputs, dropout);
            _mask.OpenOutputs(outputs);
        }
        finally
        {
            _use.Exit();
        }
    }
}
