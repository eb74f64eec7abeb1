using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Values of the vector that stands for a token, which are the features of the inputs; 0 for one-hot vectors.</summary>
internal sealed class EmbeddingOption : Option
{
    private const int Most = 65536;

    internal override string Argument => "Embedding";

    internal override bool IsOfTensors => true;

    /// <summary>An input that was left to its default, or to the tokens, follows.</summary>
    internal override ModelSpec? With(ModelSpec model, object? value)
        => value is int size
            ? model with { Embedding = size, Input = size is > 0 and <= Most && (model.Input == 1 || model.Input == model.Tokens) ? size : model.Input }
            : null;

    internal override OptionFault? Fault(ModelSpec model)
        => model.Embedding is < 0 or > Most ? new(FaultKind.Size, Number(model.Embedding), $"0 to {Number(Most)}")
            : model.Embedding > 0 && model.Tokens == 0 ? new(FaultKind.Unused, Number(model.Embedding), "there are no Tokens to stand for")
            : model.Embedding > 0 && model.Embedding != model.Input ? new(FaultKind.Size, Number(model.Embedding), $"{Number(model.Input)}, as input says,")
            : null;

    internal override string ShapeProperty(ModelSpec model) => model.Embedding > 0 ? $"EmbeddedTokens = {Number(model.Tokens)}" : "";

    internal override string Words(ModelSpec model) => model.Embedding > 0 ? $"embeddings of {Number(model.Tokens)} tokens" : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
