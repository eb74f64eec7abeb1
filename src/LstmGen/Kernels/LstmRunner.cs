using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>
/// Takes sequences through the layers of a model, chunk by chunk, so that one layer's weights stay in the cache for
/// a chunk. The kernels are type arguments: every call below is direct.
/// </summary>
/// <typeparam name="TFirst">Kernels of layer 0.</typeparam>
/// <typeparam name="TUpper">Kernels of the layers above.</typeparam>
/// <typeparam name="THead">The head.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LstmRunner<TFirst, TUpper, THead>
    where TFirst : struct, ILstmLayerKernels
    where TUpper : struct, ILstmLayerKernels
    where THead : struct, ILstmHeadKernel
{
    /// <summary>Sequences of equal length; the arguments have been checked.</summary>
    /// <exception cref="InvalidOperationException">Another call has the state.</exception>
    public static void Run(LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, Span<float> outputs)
    {
        using LstmScratch scratch = LstmScratch.Rent(weights.Shape, state.Batch, steps);
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

        using LstmScratch scratch = LstmScratch.Rent(weights.Shape, state.Batch, steps);
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
        int batch = state.Batch;
        for (int start = 0; start < steps; start += scratch.ChunkSteps)
        {
            int count = Math.Min(scratch.ChunkSteps, steps - start);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)start * batch * shape.Input);
            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), (nint)start * batch * shape.OutputSize);
            nint xStride = shape.Input;
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                if (layer == 0)
                {
                    Layer<TFirst>(ref weights.Memory, ref x, xStride, state, ref memory, scratch, layer, count);
                }
                else
                {
                    Layer<TUpper>(ref Unsafe.Add(ref weights.Memory, weights.Layer(layer)), ref x, xStride, state, ref memory, scratch, layer, count);
                }

                x = ref scratch.LayerOutputs(layer);
                xStride = state.Stride;
            }

            THead.Apply(ref Unsafe.Add(ref weights.Memory, weights.Head), ref x, ref y, count * batch);
        }
    }

    private static void Layer<T>(
        ref float w, ref float x, nint xStride, LstmState state, ref float memory, LstmScratch scratch, int layer, int steps)
        where T : struct, ILstmLayerKernels
    {
        int block = state.Batch * state.Stride;
        ref float h = ref Unsafe.Add(ref memory, layer * block);
        ref float c = ref Unsafe.Add(ref memory, state.CellOffset + (layer * block));
        ref float y = ref scratch.LayerOutputs(layer);
        ref float z = ref scratch.SumsPlace;
        if (state.Batch > 1)
        {
            ref float before = ref h;
            ref float after = ref y;
            for (int t = 0; t < steps; t++)
            {
                T.Batch(ref w, ref x, xStride, ref z, ref before, ref after, ref c, state.Batch);
                x = ref Unsafe.Add(ref x, state.Batch * xStride);
                before = ref after;
                after = ref Unsafe.Add(ref after, block);
            }
        }
        else
        {
            T.Sequence(ref w, ref x, xStride, ref z, ref h, ref y, ref c, steps);
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
            for (int layer = 0; layer < weights.Shape.Layers; layer++)
            {
                if (layer == 0)
                {
                    RaggedLayer<TFirst>(ref weights.Memory, rows, scratch, inputs, layer, start, count);
                }
                else
                {
                    RaggedLayer<TUpper>(ref Unsafe.Add(ref weights.Memory, weights.Layer(layer)), rows, scratch, inputs, layer, start, count);
                }
            }

            RaggedOutputs(ref Unsafe.Add(ref weights.Memory, weights.Head), rows, scratch, outputs, start, count);
        }

        rows.Scatter();
    }

    private static void RaggedLayer<T>(
        ref float w, RaggedRows rows, LstmScratch scratch, ReadOnlySpan<float> inputs, int layer, int start, int count)
        where T : struct, ILstmLayerKernels
    {
        LstmState state = rows.State;
        int block = state.Batch * state.Stride;
        ref float h = ref rows.Hidden(layer);
        ref float c = ref rows.Cell(layer);
        ref float y = ref scratch.LayerOutputs(layer);
        ref float below = ref scratch.LayerOutputs(layer + 1);
        ref float z = ref scratch.SumsPlace;
        ref float before = ref h;
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            if (running == 0)
            {
                break;
            }

            ref float after = ref Unsafe.Add(ref y, t * block);
            if (layer == 0)
            {
                T.Batch(ref w, ref rows.GatherInputs(inputs, start + t, running), state.Shape.Input, ref z, ref before, ref after, ref c, running);
            }
            else
            {
                T.Batch(ref w, ref Unsafe.Add(ref below, t * block), state.Stride, ref z, ref before, ref after, ref c, running);
            }

            before = ref after;
        }

        rows.KeepLast(ref y, ref h, start, count);
    }

    private static void RaggedOutputs(ref float w, RaggedRows rows, LstmScratch scratch, Span<float> outputs, int start, int count)
    {
        LstmState state = rows.State;
        int size = state.Shape.OutputSize;
        ref float y = ref scratch.LayerOutputs(state.Shape.Layers - 1);
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            for (int row = 0; row < state.Batch; row++)
            {
                Span<float> output = outputs.Slice((((start + t) * state.Batch) + rows.Source(row)) * size, size);
                if (row < running)
                {
                    THead.Apply(
                        ref w, ref Unsafe.Add(ref y, ((t * state.Batch) + row) * state.Stride), ref MemoryMarshal.GetReference(output), 1);
                }
                else
                {
                    output.Clear();
                }
            }
        }
    }
}
