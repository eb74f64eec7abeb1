using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

// Nodes that make one row of all steps of a sequence: [T, B, S] before them, [1, B, S] from them on.
public sealed partial class LstmKernelTape<TNetwork>
{
    private void Pool(int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        for (int row = first; row < end; row++)
        {
            int length = Rows.LengthOf(row);
            ref float pooled = ref _memory.Hidden(node, 1, row);
            for (int step = each.Kind == LstmNodeKind.Last ? Math.Max(0, length - 1) : 0; step < length; step++)
            {
                PooledRows.Add(each, ref Read(each.Reads, step, row), ref pooled, 1, first: step == 0);
            }

            if (each.Kind == LstmNodeKind.Mean && length > 0)
            {
                PooledRows.Divide(each, ref pooled, 1, length);
            }
        }
    }

    private void BackwardPool(int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        bool starts = Starts(node, each.Reads);
        for (int row = first; row < end; row++)
        {
            int length = Rows.LengthOf(row);
            Span<float> dy = MemoryMarshal.CreateSpan(ref _memory.HiddenGradient(node, 1, row), each.Width);
            ReadOnlySpan<float> pooled = MemoryMarshal.CreateReadOnlySpan(ref _memory.Hidden(node, 1, row), each.Width);
            for (int step = 0; step < length; step++)
            {
                Span<float> dx = MemoryMarshal.CreateSpan(ref Gradient(each.Reads, step, row), each.Width);
                PooledRows.Gradient(each.Kind, pooled, MemoryMarshal.CreateReadOnlySpan(ref Read(each.Reads, step, row), each.Width), dy, step, length, dx, adds: !starts);
            }
        }
    }
}
