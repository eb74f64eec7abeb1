using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Number of different tokens, which are the features of the inputs; 0 for vectors alone.</summary>
internal sealed class TokensOption : Option
{
    private const int Most = 65536;

    internal override string Argument => "Tokens";

    /// <summary>An input that was left to its default follows; another one is a fault.</summary>
    internal override ModelSpec? With(ModelSpec model, object? value)
        => value is int tokens ? model with { Tokens = tokens, Input = model.Input == 1 && tokens is > 0 and <= Most ? tokens : model.Input } : null;

    internal override OptionFault? Fault(ModelSpec model)
        => model.Tokens is < 0 or > Most ? new(FaultKind.Size, Number(model.Tokens), $"0 to {Number(Most)}")
            : model.Tokens > 0 && model.Tokens != model.Input ? new(FaultKind.Size, Number(model.Tokens), $"{Number(model.Input)}, as input says,")
            : model.Tokens > 0 && model.Direction != DirectionKind.Forward ? new(FaultKind.Unused, Number(model.Tokens), "layers read from the end, which tokens are not made for")
            : null;

    internal override string Name(LayerSpec layer) => layer.Projected ? "_Projected" : "";

    internal override string Words(LayerSpec layer) => layer.Projected ? "inputs projected" : "";

    internal override string Words(ModelSpec model) => model.Tokens > 0 ? "as tokens" : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
