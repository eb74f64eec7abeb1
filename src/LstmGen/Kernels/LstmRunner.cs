using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

/// <summary>
/// Takes sequences through the nodes of a model's network, chunk by chunk, so that one layer's weights stay in the cache for
/// a chunk; the whole sequences are one chunk where a layer reads from the end. The network is a type argument: every call below is direct.
/// </summary>
/// <typeparam name="TNetwork">The network on the instruction set in use.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class LstmRunner<TNetwork>
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
            int length = lengths[0], written = weights.Shape.OutputSteps(length) * weights.Shape.OutputSize;
            Run(weights, inputs[..(length * weights.Shape.Input)], length, state, outputs[..written]);
            outputs[written..].Clear();
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
        LstmNode[] nodes = weights.Layout.Nodes;
        int batch = state.Batch;
        bool pooled = weights.Layout.IsPooled(weights.Layout.Outputs);
        for (int start = 0; start < steps; start += scratch.ChunkSteps)
        {
            int count = Math.Min(scratch.ChunkSteps, steps - start);
            ref float inputsOfChunk = ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), (nint)start * batch * shape.Input);
            for (int node = 0; node < nodes.Length; node++)
            {
                int reads = nodes[node].Reads;
                if (weights.Layout.IsPooled(node))
                {
                    Pool(weights, node, scratch, start, count, batch);
                }
                else if (reads == LstmNode.Inputs)
                {
                    Node(weights, node, ref inputsOfChunk, shape.Input, state, ref memory, scratch, count);
                }
                else
                {
                    Node(weights, node, ref scratch.Values(reads), nodes[reads].Stride, state, ref memory, scratch, count);
                }
            }

            if (!pooled)
            {
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), (nint)start * batch * shape.OutputSize);
                TNetwork.Outputs(ref weights.Head, ref scratch.Values(weights.Layout.Outputs), ref y, count * batch);
            }
        }

        if (pooled)
        {
            PooledOutputs(weights, steps, state, ref memory, scratch, outputs);
        }
    }

    private static void Node(
        LstmPackedWeights weights, int node, ref float x, int xStride, LstmState state, ref float memory, LstmScratch scratch, int steps)
    {
        LstmNode each = weights.Layout.Nodes[node];
        if (each.Recurs)
        {
            Layer(weights, node, ref x, xStride, state, ref memory, scratch, steps);
            return;
        }

        ref float y = ref scratch.Values(node);
        switch (each.Kind)
        {
            case LstmNodeKind.Dense:
                TNetwork.Batch(each.Use, ref weights.Use(each.Use), ref x, xStride, ref scratch.Sums, ref x, ref y, ref x, steps * state.Batch);
                break;
            case LstmNodeKind.Softmax:
                Softmax(ref x, xStride, ref y, each, steps * state.Batch);
                break;
            case LstmNodeKind.Reverse:
                for (int step = 0; step < steps; step++)
                {
                    Rows(ref At(ref x, steps - 1 - step, state.Batch * xStride), xStride, ref At(ref y, step, state.Batch * each.Stride), each.Stride, each.Width, state.Batch);
                }

                break;
            default:
                Merge(weights, each, ref x, xStride, scratch, ref y, 0, steps * state.Batch);
                break;
        }
    }

    private static void Layer(
        LstmPackedWeights weights, int node, ref float x, int xStride, LstmState state, ref float memory, LstmScratch scratch, int steps)
    {
        LstmNode each = weights.Layout.Nodes[node];
        int stride = each.Stride, block = state.Batch * stride;
        ref float w = ref weights.Use(each.Use);
        ref float h = ref Unsafe.Add(ref memory, state.Place(each.State, 0));
        ref float c = ref CellState(ref memory, state, each.State);
        ref float y = ref scratch.Values(node);
        ref float z = ref scratch.Sums;
        if (each.TakesRows)
        {
            TNetwork.Batch(each.Use, ref w, ref x, xStride, ref z, ref x, ref scratch.InputSums, ref x, steps * state.Batch);
            x = ref scratch.InputSums;
            xStride = weights.Layout.Uses[each.Use].Stride;
        }

        if (state.Batch == 1 && each is { Kind: LstmNodeKind.Layer, Zones: false })
        {
            for (int start = 0; start < steps; start += LstmScratch.SequenceChunk)
            {
                int count = Math.Min(LstmScratch.SequenceChunk, steps - start);
                ref float from = ref At(ref y, start, stride);
                TNetwork.Sequence(each.Use, ref w, ref At(ref x, start, xStride), xStride, ref z, ref h, ref from, ref c, count);
                LstmRows.Copy(ref At(ref from, count - 1, stride), ref h, stride);
            }

            return;
        }

        nint states = StatesApart(state, each.State);
        ref float before = ref h;
        ref float after = ref y;
        for (int t = 0; t < steps; t++)
        {
            Step(weights, each, ref w, ref x, xStride, scratch, ref before, ref after, ref c, states, state.Batch);
            x = ref Unsafe.Add(ref x, state.Batch * xStride);
            before = ref after;
            after = ref Unsafe.Add(ref after, block);
        }

        LstmRows.Copy(ref before, ref h, block);
    }

    private static void Merge(
        LstmPackedWeights weights, in LstmNode node, ref float x, int xStride, LstmScratch scratch, ref float y, int firstRow, int rows)
    {
        LstmNode[] nodes = weights.Layout.Nodes;
        int width = node.Reads == LstmNode.Inputs ? weights.Shape.Input : nodes[node.Reads].Width;
        ref float other = ref At(ref scratch.Values(node.With), firstRow, nodes[node.With].Stride);
        NodeRows.Merge(node, ref x, width, xStride, ref other, nodes[node.With].Width, nodes[node.With].Stride, ref y, rows);
    }

    /// <summary>Floats from one of the further states of a layer to the next.</summary>
    private static nint StatesApart(LstmState state, int layer) => state.StatesOf(layer) > 2 ? state.Place(layer, 2) - state.Place(layer, 1) : 0;

    private static ref float CellState(ref float memory, LstmState state, int layer)
        => ref Unsafe.Add(ref memory, state.Place(layer, state.StatesOf(layer) > 1 ? 1 : 0));

    private static ref float At(ref float first, int index, int stride) => ref Unsafe.Add(ref first, (nint)index * stride);

    private static void Softmax(ref float x, int xStride, ref float y, in LstmNode node, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            LstmRows.Softmax(ref At(ref x, row, xStride), ref At(ref y, row, node.Stride), node.Width);
        }
    }

    private static void Rows(ref float from, int fromStride, ref float to, int toStride, int width, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            LstmRows.Copy(ref At(ref from, row, fromStride), ref At(ref to, row, toStride), width);
        }
    }
}
