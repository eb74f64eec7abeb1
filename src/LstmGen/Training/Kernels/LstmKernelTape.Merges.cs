using System.Runtime.InteropServices;
using LstmGen.Kernels;

namespace LstmGen.Training.Kernels;

public sealed partial class LstmKernelTape<TNetwork>
{
    /// <summary>The gradient of a node without kernels goes to what it reads.</summary>
    private void BackwardMerge(int node, int first, int end)
    {
        LstmNode each = _nodes[node];
        for (int row = first; row < end; row++)
        {
            int length = Math.Min(Rows.LengthOf(row), StepsOf(node));
            for (int step = 0; step < length; step++)
            {
                ReadOnlySpan<float> dy = MemoryMarshal.CreateReadOnlySpan(ref _memory.HiddenGradient(node, step + 1, row), each.Width);
                switch (each.Kind)
                {
                    case LstmNodeKind.Reverse:
                        Give(node, each.Reads, length - 1 - step, row, dy, [], 1);
                        break;
                    case LstmNodeKind.Softmax:
                        Span<float> dx = MemoryMarshal.CreateSpan(ref _memory.HiddenGradient(node, step + 1, row), each.Width);
                        SoftmaxRow.Backward(MemoryMarshal.CreateReadOnlySpan(ref _memory.Hidden(node, step + 1, row), each.Width), dy, dx);
                        Give(node, each.Reads, step, row, dx, [], 1);
                        break;
                    case LstmNodeKind.Concat:
                        Give(node, each.Reads, step, row, dy[..ReadWidth(each.Reads)], [], 1);
                        Give(node, each.With, step, row, dy[ReadWidth(each.Reads)..], [], 1);
                        break;
                    case LstmNodeKind.Multiply:
                        Give(node, each.Reads, step, row, dy, MemoryMarshal.CreateReadOnlySpan(ref Read(each.With, step, row), each.Width), 1);
                        Give(node, each.With, step, row, dy, MemoryMarshal.CreateReadOnlySpan(ref Read(each.Reads, step, row), each.Width), 1);
                        break;
                    default:
                        float scale = each.Kind == LstmNodeKind.Average ? 0.5f : 1;
                        Give(node, each.Reads, step, row, dy, [], scale);
                        Give(node, each.With, step, row, dy, [], scale);
                        break;
                }
            }
        }
    }

    /// <summary>Gives a gradient, times factors or a scale, to a node that another reads.</summary>
    private void Give(int reader, int node, int step, int row, ReadOnlySpan<float> dy, ReadOnlySpan<float> factors, float scale)
    {
        if (!Wants(node))
        {
            return;
        }

        Span<float> to = MemoryMarshal.CreateSpan(ref Gradient(node, step, row), dy.Length);
        bool starts = Starts(reader, node);
        if (starts && dy.Length < ReadWidth(node))
        {
            MemoryMarshal.CreateSpan(ref Gradient(node, step, row), ReadWidth(node))[dy.Length..].Clear(); // an output takes the first inputs alone
        }

        if (factors.IsEmpty && scale == 1)
        {
            if (starts)
            {
                dy.CopyTo(to);
            }
            else
            {
                NodeRows.Add(to, dy, to);
            }

            return;
        }

        for (int at = 0; at < to.Length; at++)
        {
            float term = dy[at] * (factors.IsEmpty ? scale : factors[at]);
            to[at] = starts ? term : to[at] + term;
        }
    }
}
