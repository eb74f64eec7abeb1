namespace LstmGen.Formats;

/// <summary>The largest sizes that a class can have (diagnostic LSTM003).</summary>
internal static class ModelLimits
{
    /// <summary>Units of a recurrent layer.</summary>
    internal const int Hidden = 4096;

    /// <summary>Layers of one size on top of each other.</summary>
    internal const int Layers = 16;

    /// <summary>Inputs, outputs, units of a dense layer.</summary>
    internal const int Values = 65536;
}
