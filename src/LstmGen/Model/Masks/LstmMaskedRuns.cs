using System.Buffers;
using LstmGen.Kernels;

namespace LstmGen;

/// <summary>Runs of sequences of which some steps do not count.</summary>
public static class LstmMaskedRuns
{
    /// <summary>Sequences with gaps. Steps that do not count are not read, and keep the state; a run allocates nothing.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[T, B, Input]; NaN in a step that does not count does no harm.</param>
    /// <param name="mask">Which steps count, of T steps and B sequences.</param>
    /// <param name="state">The B initial states; updated in place to those after the last step that counts.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <param name="masked">What outputs of steps are that do not count; of no meaning where outputs are of all steps together.</param>
    /// <exception cref="ArgumentException">A length differs, mask or state are of other sizes, or the buffers overlap.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void RunMasked<TModel>(
        this TModel model, ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
        where TModel : class, ILstmModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(new ModelRuns<TModel>(model), inputs, mask, state, outputs, masked);
    }

    /// <inheritdoc cref="RunMasked{TModel}(TModel, ReadOnlySpan{float}, LstmMask, LstmState, Span{float}, LstmMaskedOutput)"/>
    public static void RunMasked(
        this ILstmRuntimeModel model, ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(new RuntimeModelRuns(model), inputs, mask, state, outputs, masked);
    }

    private static void Run<TRuns>(TRuns model, ReadOnlySpan<float> inputs, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked)
        where TRuns : struct, IModelRuns
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(state);
        int steps = LstmGuard.Run(model.Shape, inputs, state, outputs);
        mask.Require(steps, state.Batch, nameof(mask));
        bool pools = model.Shape.Pools;
        float[] closed = ArrayPool<float>.Shared.Rent(inputs.Length), closedOutputs = pools ? [] : ArrayPool<float>.Shared.Rent(outputs.Length);
        try
        {
            mask.CloseGaps(inputs, model.Shape.Input, closed.AsSpan(0, inputs.Length));
            if (pools)
            {
                model.Run(closed.AsSpan(0, inputs.Length), mask.Lengths, state, outputs);
                return;
            }

            model.Run(closed.AsSpan(0, inputs.Length), mask.Lengths, state, closedOutputs.AsSpan(0, outputs.Length));
            mask.OpenGaps(closedOutputs.AsSpan(0, outputs.Length), model.Shape.OutputSize, outputs, masked);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(closed);
            if (!pools)
            {
                ArrayPool<float>.Shared.Return(closedOutputs);
            }
        }
    }

    /// <summary>Sequences of tokens with gaps, such as those of a padding token. Steps that do not count are not read, and keep the state; a run allocates nothing.</summary>
    /// <typeparam name="TModel">The model class.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="tokens">[T, B]; any number where a step does not count.</param>
    /// <param name="mask">Which steps count, of T steps and B sequences.</param>
    /// <param name="state">The B initial states; updated in place to those after the last step that counts.</param>
    /// <param name="outputs">[T, B, OutputSize], or [B, OutputSize] of all steps together (<see cref="LstmOutputs"/>), written.</param>
    /// <param name="masked">What outputs of steps are that do not count; of no meaning where outputs are of all steps together.</param>
    /// <exception cref="ArgumentException">A length differs, there is no such token, or mask or state are of other sizes.</exception>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void RunMasked<TModel>(
        this TModel model, ReadOnlySpan<int> tokens, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
        where TModel : class, ILstmTokenModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(new TokenModelRuns<TModel>(model), tokens, mask, state, outputs, masked);
    }

    /// <inheritdoc cref="RunMasked{TModel}(TModel, ReadOnlySpan{int}, LstmMask, LstmState, Span{float}, LstmMaskedOutput)"/>
    public static void RunMasked(
        this ILstmRuntimeModel model, ReadOnlySpan<int> tokens, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked = LstmMaskedOutput.Zero)
    {
        ArgumentNullException.ThrowIfNull(model);
        Run(new RuntimeModelRuns(model), tokens, mask, state, outputs, masked);
    }

    private static void Run<TRuns>(TRuns model, ReadOnlySpan<int> tokens, LstmMask mask, LstmState state, Span<float> outputs, LstmMaskedOutput masked)
        where TRuns : struct, ITokenRuns
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(state);
        LstmTokenGuard.Run(model.Shape, tokens, mask, state, outputs);
        bool pools = model.Shape.Pools;
        int[] closed = ArrayPool<int>.Shared.Rent(tokens.Length);
        float[] closedOutputs = pools ? [] : ArrayPool<float>.Shared.Rent(outputs.Length);
        try
        {
            mask.CloseGaps(tokens, closed.AsSpan(0, tokens.Length));
            model.Run(closed.AsSpan(0, tokens.Length), mask.Lengths, state, pools ? outputs : closedOutputs.AsSpan(0, outputs.Length));
            if (!pools)
            {
                mask.OpenGaps(closedOutputs.AsSpan(0, outputs.Length), model.Shape.OutputSize, outputs, masked);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(closed);
            if (!pools)
            {
                ArrayPool<float>.Shared.Return(closedOutputs);
            }
        }
    }
}
