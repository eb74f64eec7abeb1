namespace LstmGen.Generator.Options;

/// <summary>What can be wrong with the value of an option.</summary>
internal enum FaultKind
{
    /// <summary>A size out of range.</summary>
    Size,

    /// <summary>A number that an enum does not name.</summary>
    Choice,

    /// <summary>A float out of range.</summary>
    Number,

    /// <summary>A value that nothing has a use for.</summary>
    Unused,

    /// <summary>An argument that no option is.</summary>
    Unknown,

    /// <summary>Layers that do not fit together.</summary>
    Network,
}

/// <summary>A value that an option does not take.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Value">The value.</param>
/// <param name="Expected">What it could be, or why there is no use for one.</param>
internal sealed record OptionFault(FaultKind Kind, string Value, string Expected);
