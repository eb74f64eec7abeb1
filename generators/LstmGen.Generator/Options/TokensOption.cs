using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Number of different tokens; the features of the inputs where they have no embedding. 0 for vectors alone.</summary>
internal sealed class TokensOption : Option
{
    private const int Most = 65536;

    internal override string Argument => "Tokens";

    /// <summary>An input that was left to its default follows; another one is a fault.</summary>
    internal override ModelSpec? With(ModelSpec model, object? value)
        => value is int tokens ? model with { Tokens = tokens, Input = model is { Input: 1, Embedding: 0 } && tokens is > 0 and <= Most ? tokens : model.Input } : null;

    internal override OptionFault? Fault(ModelSpec model)
        => model.Tokens is < 0 or > Most ? new(FaultKind.Size, Number(model.Tokens), $"0 to {Number(Most)}")
            : model.Embedding > 0 ? null
            : model.Tokens > 0 && model.Tokens != model.Input ? new(FaultKind.Size, Number(model.Tokens), $"{Number(model.Input)}, as input says,")
            : model.Tokens > 0 && model.Direction != DirectionKind.Forward ? new(FaultKind.Unused, Number(model.Tokens), "layers read from the end, which one-hot tokens are not made for and those with an Embedding are")
            : null;

    internal override string Name(LayerSpec layer) => layer.Projected ? "_Projected" : "";

    internal override string Words(LayerSpec layer) => layer.Projected ? "inputs projected" : "";

    internal override string Words(ModelSpec model) => model is { Tokens: > 0, Embedding: 0 } ? "as tokens" : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
