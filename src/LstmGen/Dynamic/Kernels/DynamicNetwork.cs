using System.Runtime.CompilerServices;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>The network that a thread runs, to the run time of generated networks: chunks, lengths, masks and directions are the same code.</summary>
internal readonly struct DynamicNetwork<TLanes> : ILstmNetwork
    where TLanes : struct, IKernelLanes<TLanes>
{
    public static LstmNetworkLayout Layout => KernelThread.Own.Network.Layout;

    public static void Batch(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int rows)
    {
        KernelThread thread = KernelThread.Own;
        UseKernel kernel = thread.Network.Uses[use];
        if (rows == 1 && kernel is { IsNarrow: true, Program: not null })
        {
            UseRunner<TLanes>.Row(kernel, thread, ref w, ref x, ref thread.Sums, ref h, ref y, ref c);
            return;
        }

        for (int first = 0; first < rows; first += LstmRows.Block)
        {
            UseRunner<TLanes>.Block(
                kernel, thread, ref w, ref At(ref x, first, xStride), xStride, ref z, ref At(ref h, first, kernel.RecurrenceStride),
                ref At(ref y, first, kernel.OutputStride), ref At(ref c, first, kernel.CellStride), Math.Min(LstmRows.Block, rows - first));
        }
    }

    public static void Sequence(int use, ref float w, ref float x, nint xStride, ref float z, ref float h, ref float y, ref float c, int steps)
    {
        KernelThread thread = KernelThread.Own;
        UseRunner<TLanes>.Sequence(thread.Network.Uses[use], thread, ref w, ref x, xStride, ref z, ref h, ref y, ref c, steps);
    }

    public static void Cell(
        int use, ref float p, ref float xs, ref float hs, ref float z, ref float h, ref float before, ref float y, ref float after, nint states, int rows)
    {
        KernelThread thread = KernelThread.Own;
        UseRunner<TLanes>.Cell(thread.Network.Uses[use], thread, ref p, ref xs, ref hs, ref h, ref before, ref y, states, rows);
    }

    public static void Outputs(ref float w, ref float h, ref float y, int rows)
    {
        NetworkKernels network = KernelThread.Own.Network;
        if (!network.HasHead)
        {
            LstmRows.Copy(ref h, network.OutputStride, ref y, network.OutputSize, rows);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            HeadProduct<TLanes>.Apply(ref w, ref At(ref h, row, network.OutputStride), ref At(ref y, row, network.OutputSize), network.OutputStride, network.OutputSize);
        }
    }

    private static ref float At(ref float first, int row, nint stride) => ref Unsafe.Add(ref first, row * stride);
}
