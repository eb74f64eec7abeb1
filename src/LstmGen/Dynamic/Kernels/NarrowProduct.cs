using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>Products of a row that was rounded to integers and a panel of them.</summary>
internal static class NarrowProduct
{
    /// <summary>Rounds a row of inputs; its scale follows the groups.</summary>
    internal static void Round(UseKernel kernel, ref float x, ref float q)
    {
        if (kernel.Layer.Numbers == NumbersKind.Int16)
        {
            LstmNarrow.Int16(ref x, 0, kernel.Layer.Input, ref q, 0, 1);
        }
        else
        {
            LstmNarrow.Int8(ref x, 0, kernel.Layer.Input, ref q, 0, 1, flip: 0);
        }
    }

    /// <summary>The sums of a panel.</summary>
    /// <param name="kernel">The use.</param>
    /// <param name="row">Floats of a row of the panel.</param>
    /// <param name="w">Its biases, scales, starts and weights.</param>
    /// <param name="q">The rounded inputs.</param>
    /// <param name="z">Becomes the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sums(UseKernel kernel, int row, ref float w, ref float q, ref float z)
    {
        bool words = kernel.Layer.Numbers == NumbersKind.Int16;
        int groups = kernel.Layer.Groups;
        Vector128<float> scale = Vector128.Create(Unsafe.Add(ref q, groups));
        for (int at = 0; at < row; at += Vector128<float>.Count)
        {
            Vector128<float> sum = default;
            ref float weights = ref Unsafe.Add(ref w, (kernel.Layer.LeadRows * row) + at);
            for (int group = 0; group < groups; group++)
            {
                Vector128<float> each = Vector128.Create(Unsafe.Add(ref q, group)), weight = Vector128.LoadUnsafe(ref weights);
                sum = words ? IntegerDot.OfPairs(each, weight, sum) : IntegerDot.OfFours(each, weight, sum);
                weights = ref Unsafe.Add(ref weights, row);
            }

            ExactFma.Fma(
                Vector128.ConvertToSingle(sum.AsInt32()), Vector128.LoadUnsafe(ref w, (nuint)(row + at)) * scale, Vector128.LoadUnsafe(ref w, (nuint)at)).StoreUnsafe(ref z, (nuint)at);
        }
    }
}
