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
    public static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, int steps, LstmState state, Span<float> outputs)
    {
        LstmShape shape = weights.Shape;
        LstmStateLayout layout = state.Layout;
        int batch = state.Batch;
        for (int start = 0; start < steps; start += layout.ChunkSteps)
        {
            int count = Math.Min(layout.ChunkSteps, steps - start);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)start * batch * shape.Input);
            ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), (nint)start * batch * shape.OutputSize);
            nint xStride = shape.Input;
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                if (layer == 0)
                {
                    Layer<TFirst>(ref weights.Memory, ref x, xStride, state, layer, count);
                }
                else
                {
                    Layer<TUpper>(ref Unsafe.Add(ref weights.Memory, weights.Layer(layer)), ref x, xStride, state, layer, count);
                }

                x = ref LayerOutputs(state, layer);
                xStride = layout.Stride;
            }

            THead.Apply(ref Unsafe.Add(ref weights.Memory, weights.Head), ref x, ref y, count * batch);
        }
    }

    private static void Layer<T>(ref float w, ref float x, nint xStride, LstmState state, int layer, int steps)
        where T : struct, ILstmLayerKernels
    {
        LstmStateLayout layout = state.Layout;
        int block = state.Batch * layout.Stride;
        ref float h = ref Unsafe.Add(ref state.Memory, layer * block);
        ref float c = ref Unsafe.Add(ref state.Memory, layout.CellOffset + (layer * block));
        ref float y = ref LayerOutputs(state, layer);
        ref float z = ref state.Sums;
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

    /// <summary>Layers write to two buffers in turn: each reads what the one below wrote.</summary>
    private static ref float LayerOutputs(LstmState state, int layer)
        => ref Unsafe.Add(ref state.Memory, (layer & 1) == 0 ? state.Layout.Outputs0 : state.Layout.Outputs1);

    /// <summary>Sequences of different lengths; the arguments have been checked.</summary>
    /// <remarks>Rows are put in order of falling length, so that those still running are always the first ones: no work is
    /// spent on rows that have ended, and results do not depend on the order of rows.</remarks>
    public static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, ReadOnlySpan<int> lengths, int steps, LstmState state,
        Span<float> outputs)
    {
        LstmShape shape = weights.Shape;
        if (state.Batch == 1)
        {
            int length = lengths[0];
            Run(weights, inputs[..(length * shape.Input)], length, state, outputs[..(length * shape.OutputSize)]);
            outputs[(length * shape.OutputSize)..].Clear();
            return;
        }

        RaggedRows rows = RaggedRows.Sort(lengths, state);
        rows.Gather();
        for (int start = 0; start < steps; start += state.Layout.ChunkSteps)
        {
            int count = Math.Min(state.Layout.ChunkSteps, steps - start);
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                if (layer == 0)
                {
                    RaggedLayer<TFirst>(ref weights.Memory, rows, inputs, layer, start, count);
                }
                else
                {
                    RaggedLayer<TUpper>(ref Unsafe.Add(ref weights.Memory, weights.Layer(layer)), rows, inputs, layer, start, count);
                }
            }

            RaggedOutputs(ref Unsafe.Add(ref weights.Memory, weights.Head), rows, outputs, start, count);
        }

        rows.Scatter();
    }

    private static void RaggedLayer<T>(
        ref float w, RaggedRows rows, ReadOnlySpan<float> inputs, int layer, int start, int count)
        where T : struct, ILstmLayerKernels
    {
        LstmState state = rows.State;
        int block = state.Batch * state.Layout.Stride;
        ref float h = ref rows.Hidden(layer);
        ref float c = ref rows.Cell(layer);
        ref float y = ref LayerOutputs(state, layer);
        ref float below = ref LayerOutputs(state, layer + 1);
        ref float z = ref state.Sums;
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
                T.Batch(ref w, ref Unsafe.Add(ref below, t * block), state.Layout.Stride, ref z, ref before, ref after, ref c, running);
            }

            before = ref after;
        }

        rows.KeepLast(ref y, ref h, start, count);
    }

    private static void RaggedOutputs(ref float w, RaggedRows rows, Span<float> outputs, int start, int count)
    {
        LstmState state = rows.State;
        int size = state.Shape.OutputSize;
        ref float y = ref LayerOutputs(state, state.Shape.Layers - 1);
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            for (int row = 0; row < state.Batch; row++)
            {
                Span<float> output = outputs.Slice((((start + t) * state.Batch) + rows.Source(row)) * size, size);
                if (row < running)
                {
                    THead.Apply(
                        ref w, ref Unsafe.Add(ref y, ((t * state.Batch) + row) * state.Layout.Stride), ref MemoryMarshal.GetReference(output), 1);
                }
                else
                {
                    output.Clear();
                }
            }
        }
    }
}
