using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>One step of one sequence through all nodes of a network: what the step of a generated class does, node after node.</summary>
internal static class StepRunner<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    /// <summary>The step; the arguments have been checked.</summary>
    internal static void Step(NetworkKernels network, LstmPackedWeights weights, LstmParts parts, ref float x, ref float state, ref float y)
    {
        KernelThread thread = KernelThread.Own;
        LstmNode[] nodes = network.Layout.Nodes;
        for (int node = 0; node < nodes.Length; node++)
        {
            LstmNode each = nodes[node];
            ref float from = ref Value(network, thread, parts, each.Reads, ref x, ref state);
            ref float to = ref Value(network, thread, parts, node, ref x, ref state);
            switch (each.Kind)
            {
                case LstmNodeKind.Dense:
                    DynamicNetwork<TLanes>.Batch(each.Use, ref weights.Use(each.Use), ref from, 0, ref thread.Sums, ref from, ref to, ref from, 1);
                    break;
                case LstmNodeKind.Last:
                    break; // so far it is
                case LstmNodeKind.Softmax:
                    ClearPadding(ref to, each);
                    LstmRows.Softmax(ref from, ref to, each.Width);
                    break;
                case LstmNodeKind.Sum:
                    ClearPadding(ref to, each);
                    LstmRows.Combine(each.Kind, ref from, ref Value(network, thread, parts, each.With, ref x, ref state), ref to, each.Width);
                    break;
                default:
                    Layer(network, weights, thread, parts, each, ref from, ref to, ref state);
                    break;
            }
        }

        DynamicNetwork<TLanes>.Outputs(ref weights.Head, ref Value(network, thread, parts, network.Layout.Outputs, ref x, ref state), ref y, 1);
    }

    /// <summary>A recurrent layer, whose values are its state.</summary>
    private static void Layer(
        NetworkKernels network, LstmPackedWeights weights, KernelThread thread, LstmParts parts, in LstmNode node, ref float x, ref float h, ref float state)
    {
        UseKernel kernel = network.Uses[node.TakesRows ? node.Cell : node.Use];
        bool remembers = kernel.CellStride > 0;
        ref float c = ref remembers ? ref Unsafe.Add(ref state, parts.Place(node.State, 1)) : ref h;
        ref float kept = ref thread.Scratch;
        if (node.HiddenZoneout > 0)
        {
            LstmRows.Copy(ref h, ref kept, node.Stride);
        }

        ref float keptCell = ref Unsafe.Add(ref kept, node.HiddenZoneout > 0 ? node.Stride : 0);
        if (node.CellZoneout > 0)
        {
            LstmRows.Copy(ref c, ref keptCell, kernel.Stride);
        }

        ref float scratch = ref Unsafe.Add(ref keptCell, node.CellZoneout > 0 ? kernel.Stride : 0);
        ref float y = ref h;
        if (node.Projects)
        {
            y = ref scratch;
            scratch = ref Unsafe.Add(ref scratch, kernel.Stride);
        }

        if (node.TakesRows)
        {
            Rows(network, weights, thread, node, kernel, ref x, ref h, ref c, ref y, ref scratch);
        }
        else
        {
            UseRunner<TLanes>.Row(kernel, thread, ref weights.Use(node.Use), ref x, ref thread.Sums, ref h, ref y, ref c);
        }

        if (node.Projects)
        {
            DynamicNetwork<TLanes>.Batch(node.Projection, ref weights.Use(node.Projection), ref y, 0, ref thread.Sums, ref h, ref h, ref h, 1);
        }

        if (node.HiddenZoneout > 0)
        {
            LstmRows.Mix(ref kept, ref h, node.HiddenZoneout, node.Stride);
        }

        if (node.CellZoneout > 0)
        {
            LstmRows.Mix(ref keptCell, ref c, node.CellZoneout, kernel.Stride);
        }
    }

    /// <summary>Sums over the inputs and over h, then the cell; it reads no unit's h behind the one it writes, so that both may be one.</summary>
    private static void Rows(
        NetworkKernels network, LstmPackedWeights weights, KernelThread thread, in LstmNode node, UseKernel cell, ref float x, ref float h, ref float c, ref float y, ref float scratch)
    {
        int hidden = node.Use + 1;
        ref float xs = ref scratch;
        ref float hs = ref Unsafe.Add(ref xs, cell.SumStride);
        DynamicNetwork<TLanes>.Batch(node.Use, ref weights.Use(node.Use), ref x, 0, ref thread.Sums, ref x, ref xs, ref x, 1);
        DynamicNetwork<TLanes>.Batch(hidden, ref weights.Use(hidden), ref h, 0, ref thread.Sums, ref h, ref hs, ref h, 1);
        if (node.Resets)
        {
            ref float reset = ref Unsafe.Add(ref hs, cell.SumStride);
            UseRunner<TLanes>.Cell(network.Uses[node.Reset], thread, ref weights.Use(node.Reset), ref xs, ref hs, ref h, ref c, ref reset, cell.Stride, 1);
            DynamicNetwork<TLanes>.Batch(
                node.Candidate, ref weights.Use(node.Candidate), ref reset, 0, ref thread.Sums, ref reset, ref Unsafe.Add(ref hs, 2 * cell.Stride), ref reset, 1);
        }

        UseRunner<TLanes>.Cell(cell, thread, ref weights.Use(node.Cell), ref xs, ref hs, ref h, ref c, ref y, cell.Stride, 1);
    }

    private static ref float Value(NetworkKernels network, KernelThread thread, LstmParts parts, int node, ref float x, ref float state)
    {
        while (node != LstmNode.Inputs && network.Layout.Nodes[node].Kind == LstmNodeKind.Last)
        {
            node = network.Layout.Nodes[node].Reads;
        }

        if (node == LstmNode.Inputs)
        {
            return ref x;
        }

        LstmNode each = network.Layout.Nodes[node];
        return ref each.Recurs ? ref Unsafe.Add(ref state, parts.Place(each.State, 0)) : ref Unsafe.Add(ref thread.Values, network.ValuePlaces[node]);
    }

    /// <summary>Those who read rows of whole lines find zeros behind the values.</summary>
    private static void ClearPadding(ref float row, in LstmNode node)
    {
        for (int at = node.Width; at < node.Stride; at++)
        {
            Unsafe.Add(ref row, at) = 0;
        }
    }
}
