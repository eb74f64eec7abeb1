using static System.MathF;

namespace LstmGen.Nightly.Activations;

/// <summary>The formulas of docs/activations.md in scalar code, written apart from the generator's graphs.</summary>
internal static class Formulas
{
    internal static float Sigmoid(float x)
    {
        (float q, float scale) = Exp(x);
        float e = FusedMultiplyAdd(q, scale, scale);
        return e / (1f + e);
    }

    internal static float Tanh(float x)
    {
        (float q, float scale) = Exp(x + x);
        float m = FusedMultiplyAdd(q, scale, scale - 1f);
        return m / (m + 2f);
    }

    internal static float FastSigmoid(float x)
    {
        float limit = Float(0x41628F5C);
        float z = AtMost(limit, AtLeast(-limit, x)), z2 = z * z, z4 = z2 * z2;
        float p = FusedMultiplyAdd(
            FusedMultiplyAdd(Float(0x3C626D82), z2, Float(0x41FF924A)), z4, FusedMultiplyAdd(Float(0x45D74203), z2, Float(0x485A8B0D)));
        float q = FusedMultiplyAdd(z2 + Float(0x4413A10F), z4, FusedMultiplyAdd(Float(0x474781A5), z2, Float(0x48DA8B1D)));
        return FusedMultiplyAdd(z, p, q) / (q + q);
    }

    internal static float FastTanh(float x)
    {
        float limit = Float(0x40E28F5C);
        float z = AtMost(limit, AtLeast(-limit, x)), z2 = z * z, z4 = z2 * z2;
        float p = FusedMultiplyAdd(
            FusedMultiplyAdd(Float(0x3CE26D82), z2, Float(0x417F924A)), z4, FusedMultiplyAdd(Float(0x44574203), z2, Float(0x45DA8B0D)));
        float q = FusedMultiplyAdd(z2 + Float(0x4313A10F), z4, FusedMultiplyAdd(Float(0x454781A5), z2, Float(0x45DA8B1D)));
        return z * p / q;
    }

    internal static float Elu(float x)
    {
        (float q, float scale) = Exp(x);
        return x < 0 ? FusedMultiplyAdd(q, scale, scale - 1f) : x;
    }

    internal static float Softplus(float x)
    {
        (float q, float scale) = Exp(x < 0 ? x : 0f - x);
        float u = FusedMultiplyAdd(q, scale, scale), s = u / (u + 2f), z = s * s, twice = s + s;
        float terms = FusedMultiplyAdd(FusedMultiplyAdd(FusedMultiplyAdd(Float(0x3E0F6BDF), z, Float(0x3E0F5E87)), z, Float(0x3E4CE904)), z, Float(0x3EAAAA81));
        return AtLeast(0, x) + FusedMultiplyAdd(twice, z * terms, twice);
    }

    internal static float Softsign(float x)
    {
        float bounded = AtMost(float.MaxValue, AtLeast(-float.MaxValue, x));
        return bounded / (1f + (bounded < 0 ? 0f - bounded : bounded));
    }

    internal static float Gelu(float x)
    {
        float t = AtMost(Float(0x4151999A), x < 0 ? 0f - x : x), half = t * 0.5f, square = half * t, lost = FusedMultiplyAdd(-half, t, square);
        (float q, float scale) = Exp(0f - square);
        float e = FusedMultiplyAdd(q, scale, scale);
        float p = Horner(t, 0.5f, Float(0x3EE890E9), Float(0x3E47C9F4), Float(0x3D36E4B4), Float(0x3B9A8BF0)), tp = t * p;
        float g = tp / FusedMultiplyAdd(Float(0x40206C99), tp, Horner(t, 1, Float(0x3EE7F3D7), Float(0x3DE798D9), Float(0x3C40ACA4), Float(0x35C09C9C)));
        return FusedMultiplyAdd(-FusedMultiplyAdd(g, lost, g), e, AtLeast(0, x));
    }

    internal static float GeluTanh(float x)
    {
        float bounded = AtLeast(-10, x), z = AtMost(10, bounded);
        return bounded * Sigmoid(z * FusedMultiplyAdd(0.07135481627f, z * z, 1.5957691216f));
    }

    private static float Horner(float t, float c0, float c1, float c2, float c3, float c4)
        => FusedMultiplyAdd(FusedMultiplyAdd(FusedMultiplyAdd(FusedMultiplyAdd(c4, t, c3), t, c2), t, c1), t, c0);

    /// <summary>exp(x) = scale (1 + q).</summary>
    private static (float Q, float Scale) Exp(float x)
    {
        float u = AtMost(Float(0x422C0000), AtLeast(Float(0xC2AEA8F6), x));
        float t = FusedMultiplyAdd(u, Float(0x3FB8AA3B), Float(0x4B400000));
        float n = t - Float(0x4B400000);
        float r = FusedMultiplyAdd(n, -Float(0x35BFBE8E), FusedMultiplyAdd(n, -Float(0x3F317200), u));
        float a = FusedMultiplyAdd(Float(0x3E2AAA66), r, Float(0x3F000001));
        float b = FusedMultiplyAdd(FusedMultiplyAdd(Float(0x3AB6DC30), r, Float(0x3C090B54)), r, Float(0x3D2AA9AA));
        float r2 = r * r;
        float q = FusedMultiplyAdd(FusedMultiplyAdd(b, r2, a), r2, r);
        return (q, Float((BitConverter.SingleToUInt32Bits(t) << 23) + 0x3F800000));
    }

    /// <summary>NaN where x is.</summary>
    private static float AtLeast(float bound, float x) => bound > x ? bound : x;

    /// <summary>NaN where x is.</summary>
    private static float AtMost(float bound, float x) => bound < x ? bound : x;

    private static float Float(uint bits) => BitConverter.UInt32BitsToSingle(bits);
}
