using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>An activation of Keras as that of a class.</summary>
internal readonly record struct KerasActivation(LstmActivation Activation, float Alpha = float.NaN, bool Softmax = false);

/// <summary>Activations of Keras by their names.</summary>
/// <param name="isThree">Whether the file is of Keras 3, where <c>hard_sigmoid</c> is another function.</param>
internal sealed class KerasActivations(bool isThree)
{
    private const string Known = "linear, sigmoid, tanh, relu, hard_sigmoid, leaky_relu, elu, softsign, softplus, gelu, softmax";

    /// <summary>The activation that an option names.</summary>
    internal KerasActivation Of(KerasLayer layer, string option, string otherwise)
    {
        string name = layer.Get(option) is not { } value ? otherwise
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out JsonElement config) && config.ValueKind == JsonValueKind.String ? config.GetString()!
            : throw layer.Error($"has the option {option} = {SafeText.Plain(value.GetRawText())}; the name of an activation was expected.");
        return Named(name) ?? throw layer.Error($"has the activation {SafeText.Quote(name)} as {option}, which no class has; {Known} were expected.");
    }

    /// <summary>The activation of a cell, which is none over several values.</summary>
    internal KerasActivation OfCell(KerasLayer layer, string option, string otherwise)
        => Of(layer, option, otherwise) is { Softmax: false } activation ? activation : throw layer.Error($"has softmax as {option}; one of a value by itself was expected.");

    /// <summary>The activation of a layer that is nothing else; null where it is another layer.</summary>
    internal KerasActivation? OfLayer(KerasLayer layer)
    {
        switch (layer.Type)
        {
            case "Activation":
                layer.Allow("activation");
                return Of(layer, "activation", "linear");
            case "ReLU":
                layer.Allow("max_value", "negative_slope", "threshold");
                float slope = (float)(layer.Number("negative_slope") ?? 0);
                return layer.Get("max_value") is null && (layer.Number("threshold") ?? 0) == 0 ? slope == 0 ? new(LstmActivation.Relu) : new(LstmActivation.LeakyRelu, slope)
                    : throw layer.Error("has a max_value or threshold; none was expected.");
            case "LeakyReLU":
                layer.Allow("alpha", "negative_slope");
                return new(LstmActivation.LeakyRelu, (float)(layer.Number("negative_slope") ?? layer.Number("alpha") ?? 0.3));
            case "ELU":
                layer.Allow("alpha");
                return new(LstmActivation.Elu, (float)(layer.Number("alpha") ?? 1));
            case "ThresholdedReLU":
                layer.Allow("theta");
                return new(LstmActivation.ThresholdedRelu, (float)(layer.Number("theta") ?? 1));
            case "Softmax":
                layer.Allow("axis");
                return (layer.Number("axis") ?? -1) == -1 ? new(LstmActivation.Affine, Softmax: true) : throw layer.Error("has another axis than the last; -1 was expected.");
            default:
                return null;
        }
    }

    private KerasActivation? Named(string name) => name switch
    {
        "linear" => new(LstmActivation.Affine),
        "sigmoid" => new(LstmActivation.Sigmoid),
        "tanh" => new(LstmActivation.Tanh),
        "relu" => new(LstmActivation.Relu),
        "hard_sigmoid" => new(isThree ? LstmActivation.HardSigmoidSixth : LstmActivation.HardSigmoid),
        "leaky_relu" => new(LstmActivation.LeakyRelu, 0.2f),
        "elu" => new(LstmActivation.Elu),
        "softsign" => new(LstmActivation.Softsign),
        "softplus" => new(LstmActivation.Softplus),
        "gelu" => new(LstmActivation.Gelu),
        "softmax" => new(LstmActivation.Affine, Softmax: true),
        _ => null,
    };
}
