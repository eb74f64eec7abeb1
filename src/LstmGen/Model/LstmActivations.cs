namespace LstmGen;

/// <summary>The sigmoid and tanh a model computes. Either choice gives the same bits on every processor.</summary>
public enum LstmActivations
{
    /// <summary>
    /// Within 2.5 ULP of the exact functions: tanh over all floats, sigmoid from -87 up (below, 0 &lt;= y &lt;= 1.2e-38).
    /// </summary>
    Accurate = 0,

    /// <summary>
    /// Rational approximations within 2e-6 of the exact functions, clamped to their true ranges;
    /// up to 30 % faster on small models.
    /// </summary>
    Fast = 1,
}
