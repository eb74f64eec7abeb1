using System.Runtime.CompilerServices;

namespace LstmGen.Dynamic;

/// <summary>The linear head of one row: each output is a product by the rule of all horizontal sums, then its bias.</summary>
internal static class HeadProduct<TLanes>
    where TLanes : struct, IKernelLanes<TLanes>
{
    /// <param name="w">Weights [outputs, stride], then the biases.</param>
    /// <param name="h">What it reads [stride].</param>
    /// <param name="y">Outputs, written.</param>
    /// <param name="stride">A multiple of 16.</param>
    /// <param name="outputs">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(ref float w, ref float h, ref float y, int stride, int outputs)
    {
        Span<float> sums = stackalloc float[CellProgram.Group];
        ref float sum = ref sums[0];
        ref float bias = ref Unsafe.Add(ref w, outputs * stride);
        for (int output = 0; output < outputs; output++)
        {
            for (int lane = 0; lane < CellProgram.Group; lane += TLanes.Count)
            {
                TLanes partial = TLanes.All(0);
                for (int at = lane; at < stride; at += CellProgram.Group)
                {
                    partial = TLanes.MultiplyAdd(TLanes.Load(ref h, at), TLanes.Load(ref w, at), partial);
                }

                TLanes.Store(partial, ref sum, lane);
            }

            Unsafe.Add(ref y, output) = PartialSum.Fold(ref sum) + Unsafe.Add(ref bias, output);
            w = ref Unsafe.Add(ref w, stride);
        }
    }
}
