using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace LstmGen.Kernels;

/// <summary>Temporary.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExactFma
{
    /// <summary>a * b + c rounded once.</summary>
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.FusedMultiplyAdd(a, b, c);
}
