using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>
/// Takes sequences through the layers of a model, chunk by chunk, so that one layer's weights stay in the cache for
/// a chunk. The network is a type argument: every call below is direct.
/// </summary>
/// <typeparam name="TNetwork">The network on the instruction set in use.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmRunner<TNetwork>
    where TNetwork : struct, ILstmNetwork
{
    /// <summary>Sequences of equal length; the arguments have been checked.</summary>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void Run(LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, Span<float> outputs)
    {
        using LstmScratch scratch = LstmScratch.Rent(weights.Shape, weights.Layout, state.Batch, steps);
        ref float memory = ref state.Enter();
        try
        {
            Run(weights, inputs, steps, state, ref memory, scratch, outputs);
        }
        finally
        {
            state.Leave();
        }
    }

    /// <summary>Sequences of different lengths; the arguments have been checked.</summary>
    /// <remarks>Rows are put in order of falling length, so that those still running are always the first ones: no work is
    /// spent on rows that have ended, and results do not depend on the order of rows.</remarks>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, int steps, LstmState state,
        Span<float> outputs)
    {
        if (state.Batch == 1)
        {
            int length = lengths[0];
            Run(weights, inputs[..(length * weights.Shape.Input)], length, state, outputs[..(length * weights.Shape.OutputSize)]);
            outputs[(length * weights.Shape.OutputSize)..].Clear();
            return;
        }

        using LstmScratch scratch = LstmScratch.Rent(weights.Shape, weights.Layout, state.Batch, steps);
        ref float memory = ref state.Enter();
        try
        {
            Run(weights, inputs, RaggedRows.Sort(lengths, state, ref memory, scratch), steps, scratch, outputs);
        }
        finally
        {
            state.Leave();
        }
    }

    private static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, ref float memory, LstmScratch scratch, Span<float> outputs)
    {
        LstmShape shape = weights.Shape;
        LstmNetworkLayout layout = weights.Layout;
        int batch = state.Batch;
        for (int start = 0; start < steps; start += scratch.ChunkSteps)
        {
            int count = Math.Min(scratch.ChunkSteps, steps - start);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)start * batch * shape.Input);
            for (int use = 0; use < layout.Uses.Length; use++)
            {
                if (layout.Uses[use].ReadsInputs)
                {
                    Layer(weights, use, ref x, shape.Input, state, ref memory, scratch, count);
                }
                else
                {
                    Layer(weights, use, ref scratch.Outputs(layout.Uses[use].Reads), state.Stride, state, ref memory, scratch, count);
                }
            }

            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), (nint)start * batch * shape.OutputSize);
            TNetwork.Outputs(ref weights.Head, ref scratch.Outputs(layout.Outputs), ref y, count * batch);
        }
    }

    private static void Layer(
        LstmPackedWeights weights, int use, ref float x, nint xStride, LstmState state, ref float memory, LstmScratch scratch, int steps)
    {
        int block = state.Batch * state.Stride;
        ref float w = ref weights.Use(use);
        ref float h = ref Unsafe.Add(ref memory, use * block);
        ref float c = ref Unsafe.Add(ref memory, state.Block + (use * block));
        ref float y = ref scratch.Outputs(use);
        ref float z = ref scratch.Sums;
        if (state.Batch > 1)
        {
            ref float before = ref h;
            ref float after = ref y;
            for (int t = 0; t < steps; t++)
            {
                TNetwork.Batch(use, ref w, ref x, xStride, ref z, ref before, ref after, ref c, state.Batch);
                x = ref Unsafe.Add(ref x, state.Batch * xStride);
                before = ref after;
                after = ref Unsafe.Add(ref after, block);
            }
        }
        else
        {
            TNetwork.Sequence(use, ref w, ref x, xStride, ref z, ref h, ref y, ref c, steps);
        }

        LstmRows.Copy(ref Unsafe.Add(ref y, (steps - 1) * block), ref h, block);
    }

    private static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, RaggedRows rows, int steps, LstmScratch scratch, Span<float> outputs)
    {
        rows.Gather();
        for (int start = 0; start < steps; start += scratch.ChunkSteps)
        {
            int count = Math.Min(scratch.ChunkSteps, steps - start);
            for (int use = 0; use < weights.Layout.Uses.Length; use++)
            {
                RaggedLayer(weights, use, rows, scratch, inputs, start, count);
            }

            RaggedOutputs(weights, rows, scratch, outputs, start, count);
        }

        rows.Scatter();
    }

    private static void RaggedLayer(
        LstmPackedWeights weights, int use, RaggedRows rows, LstmScratch scratch, ReadOnlySpan<float> inputs, int start, int count)
    {
        LstmState state = rows.State;
        LstmUse each = weights.Layout.Uses[use];
        int block = state.Batch * state.Stride;
        ref float w = ref weights.Use(use);
        ref float h = ref rows.Hidden(use);
        ref float c = ref rows.Cell(use);
        ref float y = ref scratch.Outputs(use);
        ref float z = ref scratch.Sums;
        ref float before = ref h;
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            if (running == 0)
            {
                break;
            }

            ref float after = ref Unsafe.Add(ref y, t * block);
            if (each.ReadsInputs)
            {
                TNetwork.Batch(use, ref w, ref rows.GatherInputs(inputs, weights.Shape.Input, start + t, running), weights.Shape.Input, ref z, ref before, ref after, ref c, running);
            }
            else
            {
                TNetwork.Batch(use, ref w, ref Unsafe.Add(ref scratch.Outputs(each.Reads), t * block), state.Stride, ref z, ref before, ref after, ref c, running);
            }

            before = ref after;
        }

        rows.KeepLast(ref y, ref h, start, count);
    }

    private static void RaggedOutputs(LstmPackedWeights weights, RaggedRows rows, LstmScratch scratch, Span<float> outputs, int start, int count)
    {
        LstmState state = rows.State;
        int size = state.Shape.OutputSize;
        ref float y = ref scratch.Outputs(weights.Layout.Outputs);
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            for (int row = 0; row < state.Batch; row++)
            {
                Span<float> output = outputs.Slice((((start + t) * state.Batch) + rows.Source(row)) * size, size);
                if (row < running)
                {
                    TNetwork.Outputs(
                        ref weights.Head, ref Unsafe.Add(ref y, ((t * state.Batch) + row) * state.Stride), ref MemoryMarshal.GetReference(output), 1);
                }
                else
                {
                    output.Clear();
                }
            }
        }
    }
}
