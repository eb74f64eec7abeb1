using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

public static partial class LstmRunner<TNetwork>
{
    private static void Run(
        LstmPackedWeights weights, ReadOnlySpan<float> inputs, RaggedRows rows, int steps, LstmScratch scratch, Span<float> outputs)
    {
        rows.Gather();
        bool pooled = weights.Layout.IsPooled(weights.Layout.Outputs);
        for (int start = 0; start < steps; start += scratch.ChunkSteps)
        {
            int count = Math.Min(scratch.ChunkSteps, steps - start);
            for (int node = 0; node < weights.Layout.Nodes.Length; node++)
            {
                if (weights.Layout.IsPooled(node))
                {
                    RaggedPool(weights, node, rows, scratch, start, count);
                }
                else if (weights.Layout.Nodes[node].Kind == LstmNodeKind.Reverse)
                {
                    RaggedReverse(weights, node, rows, scratch, inputs, count);
                }
                else
                {
                    RaggedNode(weights, node, rows, scratch, inputs, start, count);
                }
            }

            if (!pooled)
            {
                RaggedOutputs(weights, rows, scratch, outputs, start, count);
            }
        }

        if (pooled)
        {
            RaggedPooledOutputs(weights, rows, scratch, outputs);
        }

        rows.Scatter();
    }

    private static void RaggedNode(
        LstmPackedWeights weights, int node, RaggedRows rows, LstmScratch scratch, ReadOnlySpan<float> inputs, int start, int count)
    {
        LstmState state = rows.State;
        LstmNode each = weights.Layout.Nodes[node];
        int block = state.Batch * each.Stride;
        ref float y = ref scratch.Values(node);
        ref float h = ref y;
        ref float c = ref y;
        ref float w = ref y;
        if (each.HasUse)
        {
            w = ref weights.Use(each.Use);
        }

        if (each.Recurs)
        {
            h = ref rows.Sorted(each.State, 0);
            c = ref state.StatesOf(each.State) > 1 ? ref rows.Sorted(each.State, 1) : ref h;
        }

        ref float before = ref h;
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            if (running == 0)
            {
                break;
            }

            ref float after = ref Unsafe.Add(ref y, t * block);
            ref float x = ref y;
            int xStride = weights.Shape.Input;
            if (each.Reads == LstmNode.Inputs)
            {
                x = ref rows.GatherInputs(inputs, xStride, start + t, running);
            }
            else
            {
                xStride = weights.Layout.Nodes[each.Reads].Stride;
                x = ref At(ref scratch.Values(each.Reads), t, state.Batch * xStride);
            }

            if (each.TakesRows)
            {
                TNetwork.Batch(each.Use, ref w, ref x, xStride, ref scratch.Sums, ref x, ref scratch.InputSums, ref x, running);
                x = ref scratch.InputSums;
            }

            if (each.Recurs)
            {
                Step(weights, each, ref w, ref x, xStride, scratch, ref before, ref after, ref c, StatesApart(state, each.State), running);
            }
            else if (each.Kind == LstmNodeKind.Dense)
            {
                TNetwork.Batch(each.Use, ref w, ref x, xStride, ref scratch.Sums, ref x, ref after, ref x, running);
            }
            else if (each.Kind == LstmNodeKind.Softmax)
            {
                Softmax(ref x, xStride, ref after, each, running);
            }
            else
            {
                Merge(weights, each, ref x, xStride, scratch, ref after, t * state.Batch, running);
            }

            before = ref after;
        }

        if (each.Recurs)
        {
            rows.KeepLast(ref y, ref h, each.Stride, start, count);
        }
    }

    /// <summary>Each row from its own end to its start: rows of different lengths stay so, and as many of them run at each step.</summary>
    private static void RaggedReverse(LstmPackedWeights weights, int node, RaggedRows rows, LstmScratch scratch, ReadOnlySpan<float> inputs, int steps)
    {
        LstmNode each = weights.Layout.Nodes[node];
        int batch = rows.State.Batch;
        ref float y = ref scratch.Values(node);
        for (int row = 0; row < batch; row++)
        {
            int length = rows.LengthOf(row);
            for (int step = 0; step < length; step++)
            {
                ref float to = ref At(ref y, (step * batch) + row, each.Stride);
                if (each.Reads == LstmNode.Inputs)
                {
                    inputs.Slice((((length - 1 - step) * batch) + rows.Source(row)) * each.Width, each.Width).CopyTo(MemoryMarshal.CreateSpan(ref to, each.Width));
                }
                else
                {
                    LstmRows.Copy(ref At(ref scratch.Values(each.Reads), ((length - 1 - step) * batch) + row, each.Stride), ref to, each.Width);
                }
            }
        }
    }

    private static void RaggedOutputs(LstmPackedWeights weights, RaggedRows rows, LstmScratch scratch, Span<float> outputs, int start, int count)
    {
        LstmState state = rows.State;
        int size = state.Shape.OutputSize;
        int stride = weights.Layout.Nodes[weights.Layout.Outputs].Stride;
        ref float y = ref scratch.Values(weights.Layout.Outputs);
        for (int t = 0; t < count; t++)
        {
            int running = rows.Running(start + t);
            for (int row = 0; row < state.Batch; row++)
            {
                Span<float> output = outputs.Slice((((start + t) * state.Batch) + rows.Source(row)) * size, size);
                if (row < running)
                {
                    TNetwork.Outputs(
                        ref weights.Head, ref Unsafe.Add(ref y, ((t * state.Batch) + row) * stride), ref MemoryMarshal.GetReference(output), 1);
                }
                else
                {
                    output.Clear();
                }
            }
        }
    }
}
