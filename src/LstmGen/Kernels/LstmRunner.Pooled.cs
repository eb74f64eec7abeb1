using System.Runtime.InteropServices;

namespace LstmGen.Kernels;

// Outputs of all steps of a sequence together: nodes that make one row of them take chunk after chunk; those that follow run once, at the end.
public static partial class LstmRunner<TNetwork>
{
    /// <summary>Adds a chunk of steps of rows that all have them to the row of all steps; does nothing for nodes that follow.</summary>
    private static void Pool(LstmPackedWeights weights, int node, LstmScratch scratch, int start, int count, int rows)
    {
        LstmNode each = weights.Layout.Nodes[node];
        if (each.Pools)
        {
            ref float x = ref scratch.Values(each.Reads);
            for (int step = each.Kind == LstmNodeKind.Last ? count - 1 : 0; step < count; step++)
            {
                PooledRows.Add(each, ref At(ref x, step, rows * each.Stride), ref scratch.Values(node), rows, first: start + step == 0);
            }
        }
    }

    /// <summary>The same for rows of different lengths.</summary>
    private static void RaggedPool(LstmPackedWeights weights, int node, RaggedRows rows, LstmScratch scratch, int start, int count)
    {
        LstmNode each = weights.Layout.Nodes[node];
        if (!each.Pools)
        {
            return;
        }

        ref float x = ref scratch.Values(each.Reads);
        ref float y = ref scratch.Values(node);
        if (each.Kind == LstmNodeKind.Last)
        {
            rows.KeepLast(ref x, ref y, each.Stride, start, count);
            return;
        }

        for (int step = 0; step < count; step++)
        {
            PooledRows.Add(each, ref At(ref x, step, rows.State.Batch * each.Stride), ref y, rows.Running(start + step), first: start + step == 0);
        }
    }

    /// <summary>What follows a row of all steps, and the outputs.</summary>
    private static void PooledOutputs(LstmPackedWeights weights, int steps, LstmState state, ref float memory, LstmScratch scratch, Span<float> outputs)
    {
        if (steps == 0)
        {
            outputs.Clear();
            return;
        }

        LstmNode[] nodes = weights.Layout.Nodes;
        for (int node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].Kind == LstmNodeKind.Mean)
            {
                PooledRows.Divide(nodes[node], ref scratch.Values(node), state.Batch, steps);
            }
            else if (weights.Layout.IsPooled(node) && !nodes[node].Pools)
            {
                Node(weights, node, ref scratch.Values(nodes[node].Reads), nodes[nodes[node].Reads].Stride, state, ref memory, scratch, 1);
            }
        }

        TNetwork.Outputs(ref weights.Head, ref scratch.Values(weights.Layout.Outputs), ref MemoryMarshal.GetReference(outputs), state.Batch);
    }

    private static void RaggedPooledOutputs(LstmPackedWeights weights, RaggedRows rows, LstmScratch scratch, Span<float> outputs)
    {
        LstmNode[] nodes = weights.Layout.Nodes;
        for (int node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].Kind == LstmNodeKind.Mean)
            {
                for (int row = 0; row < rows.Running(0); row++)
                {
                    PooledRows.Divide(nodes[node], ref At(ref scratch.Values(node), row, nodes[node].Stride), 1, rows.LengthOf(row));
                }
            }
            else if (weights.Layout.IsPooled(node) && !nodes[node].Pools)
            {
                RaggedNode(weights, node, rows, scratch, [], 0, 1);
            }
        }

        RaggedOutputs(weights, rows, scratch, outputs, 0, 1);
    }
}
