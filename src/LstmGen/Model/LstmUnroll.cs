namespace LstmGen;

/// <summary>How far the loops over inputs and hidden units are unrolled. Results do not depend on it.</summary>
public enum LstmUnroll
{
    /// <summary>The planner decides: straight-line code where that measured fastest, loops elsewhere.</summary>
    Auto = 0,

    /// <summary>Always loops: the smallest code.</summary>
    Loop = 1,

    /// <summary>
    /// Always straight-line within a tile. A shape whose methods would exceed the compiler's limits is refused
    /// (diagnostic LSTM006).
    /// </summary>
    Full = 2,
}
