namespace LstmGen.Tests.Formats.Onnx;

/// <summary>What h and c of a case begin with.</summary>
public enum Begin
{
    /// <summary>Nothing is said.</summary>
    Nothing,

    /// <summary>Zeros of the file.</summary>
    Zeros,

    /// <summary>Values of the file, the same for each row.</summary>
    Values,

    /// <summary>Inputs of the graph.</summary>
    Inputs,
}

/// <summary>One recurrent node with some of its attributes and inputs.</summary>
public sealed record RecurrentCase(string Type, string Direction)
{
    public bool Bias { get; init; } = true;

    public bool Peepholes { get; init; }

    public float Clip { get; init; }

    public bool InputForget { get; init; }

    public bool LinearBeforeReset { get; init; }

    public string[] Activations { get; init; } = [];

    public float[] Alpha { get; init; } = [];

    public float[] Beta { get; init; } = [];

    public Begin Begin { get; init; }

    public bool Last { get; init; }

    public bool Lengths { get; init; }

    public bool HiddenSize { get; init; } = true;

    public int Opset { get; init; } = 14;

    internal int Directions => Direction == "bidirectional" ? 2 : 1;

    public override string ToString()
        => $"{Type} {Direction}{(Bias ? "" : " no bias")}{(Peepholes ? " P" : "")}{(Clip > 0 ? $" clip {Clip}" : "")}{(InputForget ? " input_forget" : "")}{(LinearBeforeReset ? " linear_before_reset" : "")}"
            + $" {string.Join(",", Activations)} {string.Join(",", Alpha)} {string.Join(",", Beta)} {Begin}{(Last ? " last" : "")}{(Lengths ? " lengths" : "")} opset {Opset}";

    /// <summary>Every attribute by itself, and a hundred combinations.</summary>
    internal static IEnumerable<RecurrentCase> All()
    {
        string[] directions = ["forward", "reverse", "bidirectional"];
        string[] functions = ["Sigmoid", "Tanh", "Relu", "HardSigmoid", "LeakyRelu", "Elu", "Softsign", "Softplus", "Affine", "ScaledTanh", "ThresholdedRelu"];
        foreach (string direction in directions)
        {
            RecurrentCase lstm = new("LSTM", direction), gru = new("GRU", direction);
            yield return lstm;
            yield return lstm with { Bias = false, HiddenSize = false };
            yield return lstm with { Peepholes = true };
            yield return lstm with { Clip = 0.3f, Peepholes = true };
            yield return lstm with { InputForget = true };
            yield return lstm with { Last = true, Lengths = true };
            yield return gru;
            yield return gru with { LinearBeforeReset = true, Bias = false };
            yield return gru with { Last = true };
            foreach (Begin begin in Enum.GetValues<Begin>())
            {
                yield return lstm with { Begin = begin, Opset = 7 };
                yield return gru with { Begin = begin, LinearBeforeReset = true, Opset = 22 };
            }
        }

        var random = new Random(7);
        for (int trial = 0; trial < 100; trial++)
        {
            string type = trial % 3 == 2 ? "GRU" : "LSTM", direction = directions[random.Next(3)];
            string[] one = [.. Enumerable.Range(0, type == "LSTM" ? 3 : 2).Select(at => at == 0 && random.Next(2) == 0 ? "Sigmoid" : functions[random.Next(functions.Length)])];
            (float[] alpha, float[] beta) = Constants(one, random);
            int times = direction == "bidirectional" ? 2 : 1;
            yield return new(type, direction)
            {
                Activations = [.. Enumerable.Repeat(one, times).SelectMany(each => each)],
                Alpha = [.. Enumerable.Repeat(alpha, times).SelectMany(each => each)], Beta = [.. Enumerable.Repeat(beta, times).SelectMany(each => each)],
                Bias = random.Next(4) > 0, Peepholes = type == "LSTM" && random.Next(2) == 0, Clip = type == "LSTM" && random.Next(2) == 0 ? 0.5f : 0,
                InputForget = type == "LSTM" && random.Next(3) == 0, LinearBeforeReset = type == "GRU" && random.Next(2) == 0,
                Begin = (Begin)random.Next(4), Last = random.Next(3) == 0, Lengths = random.Next(3) == 0, Opset = new[] { 7, 11, 13, 14, 17, 22 }[random.Next(6)],
            };
        }
    }

    /// <summary>Constants for the functions that take them, of half of them in the first case and of all in others.</summary>
    private static (float[] Alpha, float[] Beta) Constants(string[] functions, Random random)
    {
        float[] alpha = [.. functions.Where(each => each is "HardSigmoid" or "LeakyRelu" or "Elu" or "Affine" or "ScaledTanh" or "ThresholdedRelu").Select(_ => 0.2f + (0.5f * random.NextSingle()))];
        float[] beta = [.. functions.Where(each => each is "HardSigmoid" or "Affine" or "ScaledTanh").Select(_ => 0.2f + (0.3f * random.NextSingle()))];
        return (alpha, beta);
    }
}
