namespace LstmGen;

/// <summary>The sigmoid and tanh a model computes. Either choice gives the same bits on every processor.</summary>
public enum LstmActivations
{
    /// <summary>
    /// Within 2.5 ULP of the exact functions: tanh over all floats, sigmoid from -87.33 up (below it stays at 1.18e-38).
    /// </summary>
    Accurate = 0,

    /// <summary>
    /// Rational approximations within 1.4e-6 (tanh) and 7.4e-7 (sigmoid) of the exact functions and inside their true
    /// ranges; faster where a step waits for its activations, on small models.
    /// </summary>
    Fast = 1,
}
