namespace LstmGen.Formats;

/// <summary>The activations of torch.nn as those of a dense layer.</summary>
internal static class TorchActivations
{
    internal const string Known = "ReLU, Sigmoid, Tanh, Hardsigmoid, LeakyReLU, ELU, Softsign, Softplus, GELU and Softmax of the last dimension";

    /// <summary>The activation of a class; null where no dense layer has it.</summary>
    /// <param name="type">The name of the class.</param>
    /// <param name="attributes">Its attributes, which hold its constants.</param>
    /// <param name="scripted">Whether it is of TorchScript, which has constants in its code.</param>
    internal static DenseAttribute? Of(string type, PickleDictionary attributes, bool scripted) => (type, scripted) switch
    {
        ("ReLU", _) => Plain(LstmActivation.Relu),
        ("Sigmoid", _) => Plain(LstmActivation.Sigmoid),
        ("Tanh", _) => Plain(LstmActivation.Tanh),
        ("Softsign", _) => Plain(LstmActivation.Softsign),
        ("Hardsigmoid", _) => Plain(LstmActivation.HardSigmoidSixth),
        ("LeakyReLU", false) when attributes["negative_slope"] is double slope => new(1) { Activation = LstmActivation.LeakyRelu, Alpha = (float)slope },
        ("ELU", false) when attributes["alpha"] is double alpha => new(1) { Activation = LstmActivation.Elu, Alpha = (float)alpha },
        ("Softplus", false) when attributes["beta"] is 1L or 1.0 && attributes["threshold"] is 20L or 20.0 => Plain(LstmActivation.Softplus),
        ("GELU", false) when attributes["approximate"] is null or "none" => Plain(LstmActivation.Gelu),
        ("GELU", false) when attributes["approximate"] is "tanh" => Plain(LstmActivation.GeluTanh),
        ("Softmax", false) when attributes["dim"] is -1L or 2L => new(1) { Softmax = true },
        _ => null,
    };

    private static DenseAttribute Plain(LstmActivation activation) => new(1) { Activation = activation };
}
