namespace LstmGen.Formats.Onnx;

/// <summary>A function of a recurrent node, with its constants where it takes any.</summary>
/// <param name="Function">Which.</param>
/// <param name="Alpha">NaN where the function has none, or the list ended before it.</param>
/// <param name="Beta">Likewise.</param>
internal readonly record struct RecurrentActivation(LstmActivation Function, float Alpha, float Beta)
{
    /// <summary>The functions of a node, as many of each direction: those whose operator takes alpha or beta consume the lists in order, no others do.</summary>
    /// <param name="node">The node.</param>
    /// <param name="directions">1 or 2.</param>
    /// <param name="defaults">Those of one direction where the node names none.</param>
    /// <exception cref="LstmFormatException">A function is unknown, a list has too many constants, or directions differ.</exception>
    internal static RecurrentActivation[] Of(OnnxNode node, int directions, params LstmActivation[] defaults)
    {
        IReadOnlyList<string> names = node.Strings("activations");
        var alphas = new Queue<float>(node.Floats("activation_alpha"));
        var betas = new Queue<float>(node.Floats("activation_beta"));
        if (names.Count != 0 && names.Count != directions * defaults.Length)
        {
            throw node.Error($"has {names.Count} activations; {defaults.Length} for each direction were expected");
        }

        RecurrentActivation[] all = [.. names.Count == 0 ? Enumerable.Repeat(defaults, directions).SelectMany(each => each.Select(function => new RecurrentActivation(function, float.NaN, float.NaN)))
            : names.Select(name => Of(node, name, alphas, betas))];
        if (alphas.Count > 0 || betas.Count > 0)
        {
            throw node.Error($"has {alphas.Count} alpha and {betas.Count} beta more than its activations take");
        }

        RecurrentActivation[] first = all[..defaults.Length];
        return all.Length == first.Length || all[defaults.Length..].SequenceEqual(first) ? first
            : throw node.Error("has other activations in its second direction than in its first, which no class does; read one direction alone");
    }

    private static RecurrentActivation Of(OnnxNode node, string name, Queue<float> alphas, Queue<float> betas)
    {
        (LstmActivation function, int constants) = name.ToUpperInvariant() switch
        {
            "RELU" => (LstmActivation.Relu, 0),
            "TANH" => (LstmActivation.Tanh, 0),
            "SIGMOID" => (LstmActivation.Sigmoid, 0),
            "AFFINE" => (LstmActivation.Affine, 2),
            "LEAKYRELU" => (LstmActivation.LeakyRelu, 1),
            "THRESHOLDEDRELU" => (LstmActivation.ThresholdedRelu, 1),
            "SCALEDTANH" => (LstmActivation.ScaledTanh, 2),
            "HARDSIGMOID" => (LstmActivation.HardSigmoid, 2),
            "ELU" => (LstmActivation.Elu, 1),
            "SOFTSIGN" => (LstmActivation.Softsign, 0),
            "SOFTPLUS" => (LstmActivation.Softplus, 0),
            _ => throw node.Error($"has the activation {Text.Quote(name)}, which no class has"),
        };
        return new(
            function,
            constants >= 1 && alphas.TryDequeue(out float alpha) ? alpha : float.NaN,
            constants == 2 && betas.TryDequeue(out float beta) ? beta : float.NaN);
    }
}
