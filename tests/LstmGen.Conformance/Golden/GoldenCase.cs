using System.Text.Json;
using LstmGen.TestKit.Reference;
using LstmGen.Formats;

namespace LstmGen.Conformance.Golden;

/// <summary>
/// One case of PyTorch, of ONNX's LSTM or of a cell of the literature: weights, inputs, initial states and upstream gradients, and what was computed from them in
/// double: outputs, final states and the gradient of every one of them.
/// </summary>
internal sealed class GoldenCase
{
    private readonly Dictionary<string, float[]> _tensors;

    private GoldenCase(JsonElement entry)
    {
        Name = entry.GetProperty("name").GetString()!;
        Path = System.IO.Path.Combine(Folder, entry.GetProperty("file").GetString()!);
        Sha256 = entry.GetProperty("sha256").GetString()!;
        Tolerance = entry.GetProperty("tolerance").GetProperty("forward").GetDouble();
        GradientTolerance = entry.GetProperty("tolerance").GetProperty("grad").GetDouble();
        GradientFloor = entry.TryGetProperty("grad_scale_floor", out JsonElement floor) ? floor.GetDouble() : double.Epsilon;
        bool isOnnx = entry.GetProperty("family").GetString() == "onnx";
        Steps = entry.GetProperty("T").GetInt32();
        Batch = entry.GetProperty("B").GetInt32();
        ZeroState = (entry.TryGetProperty("zero_state", out JsonElement zero) && zero.GetBoolean()) || (entry.TryGetProperty("states", out JsonElement states) && !states.GetBoolean());
        Lengths = entry.TryGetProperty("lengths", out JsonElement lengths)
            ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())]
            : null;
        Shape = new LstmShape(
            entry.GetProperty("input_size").GetInt32(),
            entry.GetProperty("hidden_size").GetInt32(),
            entry.TryGetProperty("num_layers", out JsonElement layers) ? layers.GetInt32() : 1,
            Bias: !entry.TryGetProperty("bias", out JsonElement bias) || bias.GetBoolean(),
            CellOptions: GoldenOptions.Of(entry));
        var file = SafetensorsFile.Load(Path);
        _tensors = isOnnx ? OnnxTensors.Convert(file, Shape.Hidden, Shape.CellOptions.CoupledGates)
            : file.Tensors.Where(tensor => tensor.Dtype == SafetensorsDtype.F32).ToDictionary(tensor => tensor.Name, tensor => tensor.ToFloats());
    }

    internal static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Names of all cases, in the order of the index.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Index().Select(entry => entry.GetProperty("name").GetString()!)];

    internal string Name { get; }

    internal string Path { get; }

    internal string Sha256 { get; }

    /// <summary>The largest error of outputs, h_n and c_n: max|x - ref| / max|ref|.</summary>
    internal double Tolerance { get; }

    /// <summary>The largest error of a gradient: max|x - ref| / max(max|ref|, <see cref="GradientFloor"/>).</summary>
    internal double GradientTolerance { get; }

    internal double GradientFloor { get; }

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

    /// <summary>A tensor of the file; a state that it does not have is zero.</summary>
    internal float[] Tensor(string name) => _tensors.TryGetValue(name, out float[]? values) || !ZeroState ? values ?? _tensors[name] : new float[Batch * Shape.Hidden];

    /// <summary>
    /// The gradient of a tensor by its name in a model; the files name the peepholes of their one layer without it, and coupled gates as others. Null where
    /// the file has no such state.
    /// </summary>
    internal float[]? Gradient(string name)
        => ZeroState && name is "h0" or "c0" && !_tensors.ContainsKey(name) ? null
            : _tensors["grad." + (name.StartsWith("peephole", StringComparison.Ordinal) ? name.Replace("_l0", "") : name.Replace("_fgo", "").Replace("_igo", ""))];

    /// <summary>What the double reference makes of the case.</summary>
    internal (ReferenceRun Run, ReferenceGradients Gradients) Reference()
    {
        ReferenceLstm model = ReferenceModels.Of(Weights());
        ReferenceRun run = model.Forward(
            Wide("input"), Lengths ?? [.. Enumerable.Repeat(Steps, Batch)], Wide("h0"), Wide("c0"));
        return (run, ReferenceBackward.Run(model, run, Wide("grad_output"), Wide("grad_h_n"), Wide("grad_c_n")));
    }

    internal TestWeights Weights()
    {
        var layers = new TestLayer[Shape.Layers];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            layers[layer] = new TestLayer(
                Tensor($"weight_ih_l{layer}"),
                Tensor($"weight_hh_l{layer}"),
                Shape.Bias ? Tensor($"bias_ih_l{layer}") : [],
                Shape.Bias ? Tensor($"bias_hh_l{layer}") : [])
            {
                PeepholeI = Peephole(LstmCoupledGates.InputFromForget, "peephole_i"),
                PeepholeF = Peephole(LstmCoupledGates.ForgetFromInput, "peephole_f"),
                PeepholeO = Shape.CellOptions.Peepholes ? Tensor("peephole_o") : [],
            };
        }

        return new TestWeights(Shape, layers, [], []);

        float[] Peephole(LstmCoupledGates without, string name) => Shape.CellOptions.Peepholes && Shape.CellOptions.CoupledGates != without ? Tensor(name) : [];
    }

    private double[] Wide(string name) => ReferenceModels.Widen(Tensor(name));

    private static List<JsonElement> Index()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(System.IO.Path.Combine(Folder, "index.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(entry => entry.Clone())];
    }
}
