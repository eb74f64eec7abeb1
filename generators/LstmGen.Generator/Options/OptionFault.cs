namespace LstmGen.Generator.Options;

/// <summary>A value that an option does not take.</summary>
/// <param name="IsSize">Whether it is a size out of range; else a number that an enum does not name.</param>
/// <param name="Value">The value.</param>
/// <param name="Expected">What it could be.</param>
internal sealed record OptionFault(bool IsSize, string Value, string Expected);
