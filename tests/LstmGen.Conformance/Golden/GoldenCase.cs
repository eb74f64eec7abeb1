using System.Text.Json;
using LstmGen.Conformance.Compiled;
using LstmGen.Formats;

namespace LstmGen.Conformance.Golden;

/// <summary>One PyTorch case: weights, inputs, initial states, and the outputs and final states PyTorch computed in double.</summary>
internal sealed class GoldenCase
{
    private readonly SafetensorsFile _file;

    private GoldenCase(JsonElement entry)
    {
        Name = entry.GetProperty("name").GetString()!;
        Path = System.IO.Path.Combine(Folder, entry.GetProperty("file").GetString()!);
        Sha256 = entry.GetProperty("sha256").GetString()!;
        Tolerance = entry.GetProperty("tolerance").GetProperty("forward").GetDouble();
        Steps = entry.GetProperty("T").GetInt32();
        Batch = entry.GetProperty("B").GetInt32();
        ZeroState = entry.TryGetProperty("zero_state", out JsonElement zero) && zero.GetBoolean();
        Lengths = entry.TryGetProperty("lengths", out JsonElement lengths)
            ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())]
            : null;
        Shape = new LstmShape(
            entry.GetProperty("input_size").GetInt32(),
            entry.GetProperty("hidden_size").GetInt32(),
            entry.TryGetProperty("num_layers", out JsonElement layers) ? layers.GetInt32() : 1,
            Bias: !entry.TryGetProperty("bias", out JsonElement bias) || bias.GetBoolean());
        _file = SafetensorsFile.Load(Path);
    }

    internal static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Names of all cases, in the order of the index.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Index().Select(entry => entry.GetProperty("name").GetString()!)];

    internal string Name { get; }

    internal string Path { get; }

    internal string Sha256 { get; }

    /// <summary>The largest error of outputs, h_n and c_n: max|x - ref| / max|ref|.</summary>
    internal double Tolerance { get; }

    internal int Steps { get; }

    internal int Batch { get; }

    /// <summary>Whether the initial states are zero.</summary>
    internal bool ZeroState { get; }

    /// <summary>[B], or null where every row has all steps.</summary>
    internal int[]? Lengths { get; }

    internal LstmShape Shape { get; }

    /// <summary>The compiled model of this case's shape.</summary>
    internal ModelCase Model => ModelCases.All.First(model => model.Shape == Shape);

    internal static GoldenCase Load(string name) => new(Index().Single(entry => entry.GetProperty("name").GetString() == name));

    internal float[] Tensor(string name) => _file[name].ToFloats();

    internal TestWeights Weights()
    {
        var layers = new TestLayer[Shape.Layers];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = new TestLayer(
                Tensor($"weight_ih_l{layer}"),
                Tensor($"weight_hh_l{layer}"),
                Shape.Bias ? Tensor($"bias_ih_l{layer}") : [],
                Shape.Bias ? Tensor($"bias_hh_l{layer}") : []);
        }

        return new TestWeights(Shape, layers, [], []);
    }

    private static List<JsonElement> Index()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, "index.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(entry => entry.Clone())];
    }
}
