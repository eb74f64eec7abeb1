using System.Runtime.Intrinsics;

namespace LstmGen.Training;

/// <summary>An elementwise loop over spans that it holds itself.</summary>
internal interface ILaneKernel
{
    /// <summary>Works on from an index while whole lanes fit in <paramref name="length"/>; gives the index where it ended.</summary>
    int Run<TLanes>(int index, int length)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Runs a loop with the widest lanes of the processor, then the narrower ones for what remains.</summary>
internal static class LaneKernel
{
    internal static void Run<TKernel>(TKernel kernel, int length)
        where TKernel : struct, ILaneKernel, allows ref struct
    {
        int index = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            index = kernel.Run<Lanes512>(index, length);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            index = kernel.Run<Lanes256>(index, length);
        }

        if (Vector128.IsHardwareAccelerated)
        {
            index = kernel.Run<Lanes128>(index, length);
        }

        kernel.Run<Lanes1>(index, length);
    }
}
