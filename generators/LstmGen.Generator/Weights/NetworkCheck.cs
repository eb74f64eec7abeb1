using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>Compares the network that a weight file says it is of with that of its class: what names and shapes of tensors cannot show, such as activations and clips.</summary>
internal static class NetworkCheck
{
    /// <summary>What the file is of and what the class is, in words; null where they are the same, or the file says nothing.</summary>
    internal static (string Found, string Expected)? Difference(ModelSpec model, WeightHeader header)
    {
        if (header.Network is null)
        {
            return null;
        }

        string expected = OptionTexts.Words(model);
        return NetworkText.Read(header.Network, model.Type) is not { } found ? ($"a network that this version does not know, {Short(header.Network)}", expected)
            : Network.Of(Bare(found)).Equals(Network.Of(Bare(model))) ? null
            : (OptionTexts.Words(found), expected);
    }

    /// <summary>The model without what is a matter of the class alone.</summary>
    private static ModelSpec Bare(ModelSpec model) => model with
    {
        Activations = default, Unroll = default, Weights = default, Training = true, LowLatency = false, Tokens = model.Embedding > 0 ? model.Tokens : 0,
        Declared = new([.. model.Declared.Select(layer => layer with
        {
            Stack = layer.Stack is null ? null : layer.Stack with { Activations = default, Unroll = default },
            Dense = layer.Dense is null ? null : layer.Dense with { Activations = default, Unroll = default },
        })]),
    };

    private static string Short(string text) => WeightTensor.Quote(text);
}
