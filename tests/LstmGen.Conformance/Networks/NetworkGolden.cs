using System.Text.Json;
using LstmGen.Formats;
using LstmGen.TestKit.Networks;

namespace LstmGen.Conformance.Networks;

/// <summary>One golden case of a network: PyTorch's, or one of the ONNX operator turned into PyTorch's names and order of gates.</summary>
internal sealed class NetworkGolden
{
    // Rows of i, o, f, c as rows of i, f, g, o, and peepholes of i, o, f as those of i, f, o.
    private static readonly int[] s_gates = [0, 2, 3, 1];
    private static readonly int[] s_peepholes = [0, 2, 1];

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Golden", "Networks");

    private readonly SafetensorsFile _file;
    private readonly JsonElement _entry;

    private NetworkGolden(JsonElement entry)
    {
        (_entry, _file) = (entry, SafetensorsFile.Load(Path.Combine(Folder, entry.GetProperty("file").GetString()!)));
        string name = entry.GetProperty("name").GetString()!;
        Network = entry.TryGetProperty("model", out JsonElement model) ? NetworkCases.Get(model.GetString()!) : NetworkCases.All.First(network => network.Shape == Shape);
        Name = name;
    }

    internal static IReadOnlyList<string> Names { get; } = [.. Index().Select(entry => entry.GetProperty("name").GetString()!)];

    internal string Name { get; }

    internal NetworkCase Network { get; }

    internal double Tolerance => _entry.GetProperty("tolerance").GetProperty("forward").GetDouble();

    internal double GradientTolerance => _entry.GetProperty("tolerance").GetProperty("grad").GetDouble();

    /// <summary>The case as the buffers of a training step.</summary>
    internal NetworkTrial Trial
    {
        get
        {
            int batch = _entry.GetProperty("B").GetInt32(), steps = _entry.GetProperty("T").GetInt32();
            return new(Network, 1, steps, batch, ragged: false)
            {
                Tensors = Tensors(""),
                Inputs = Values("input", "X"),
                Hidden = Values("h0", "initial_h"),
                Cell = IsGru ? [] : Values("c0", "initial_c"),
                OutputGradients = Outputs("grad_output", "grad_Y"),
                HiddenGradients = Values("grad_h_n", "grad_Y_h"),
                CellGradients = IsGru ? [] : Values("grad_c_n", "grad_Y_c"),
                Lengths = _entry.TryGetProperty("lengths", out JsonElement lengths)
                    ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())] : [.. Enumerable.Repeat(steps, batch)],
            };
        }
    }

    /// <summary>What a run gives.</summary>
    internal (string Name, float[] Values)[] Results => [("output", Outputs("output", "Y")), ("h_n", Values("h_n", "Y_h")), ("c_n", IsGru ? [] : Values("c_n", "Y_c"))];

    /// <summary>Every gradient by the names of the trial.</summary>
    internal (string Name, float[] Values)[] Gradients =>
    [
        .. Tensors("grad.").Select(tensor => (tensor.Name, tensor.Values)),
        ("inputs", Values("grad.input", "grad.X")), ("h0", Values("grad.h0", "grad.initial_h")), ("c0", IsGru ? [] : Values("grad.c0", "grad.initial_c")),
    ];

    internal static NetworkGolden Load(string name) => new(Index().Single(entry => entry.GetProperty("name").GetString() == name));

    private string Cell => _entry.TryGetProperty("cell", out JsonElement cell) ? cell.GetString()! : "";

    private bool IsGru => _entry.GetProperty("family").GetString() == "gru";

    private bool IsOnnx => _entry.GetProperty("family").GetString() == "onnx";

    private string Direction => IsOnnx ? _entry.GetProperty("attrs").GetProperty("direction").GetString()! : Flag("bidirectional") ? "bidirectional" : "forward";

    private LstmShape Shape => new(
        _entry.GetProperty("input_size").GetInt32(), _entry.GetProperty("hidden_size").GetInt32(),
        _entry.TryGetProperty("num_layers", out JsonElement layers) ? layers.GetInt32() : 1,
        Bias: !_entry.TryGetProperty("bias", out JsonElement bias) || bias.GetBoolean(), CellOptions: new() { Peepholes = Flag("peephole"), Norm = Cell switch { "ln_haste" => LstmNorm.Products, "ln_gate" => LstmNorm.Gates, _ => LstmNorm.None } })
    {
        Projection = _entry.TryGetProperty("proj_size", out JsonElement projection) ? projection.GetInt32() : 0,
        Direction = Direction switch
        {
            "bidirectional" => LstmDirection.Both,
            "reverse" => LstmDirection.Reverse,
            _ => LstmDirection.Forward,
        },
    };

    private bool Flag(string name) => _entry.TryGetProperty(name, out JsonElement flag) && flag.GetBoolean();

    private float[] Values(string torch, string onnx) => _file[IsOnnx ? onnx : torch].ToFloats();

    /// <summary>[T, B, D H]; ONNX has [T, D, B, H].</summary>
    private float[] Outputs(string torch, string onnx)
    {
        float[] values = Values(torch, onnx);
        if (!IsOnnx)
        {
            return values;
        }

        long[] shape = [.. _file[onnx].Shape];
        (int steps, int directions, int batch, int units) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        float[] turned = new float[values.Length];
        for (int row = 0; row < steps * directions * batch; row++)
        {
            (int step, int direction, int each) = (row / (directions * batch), row / batch % directions, row % batch);
            values.AsSpan(row * units, units).CopyTo(turned.AsSpan((((step * batch) + each) * directions * units) + (direction * units)));
        }

        return turned;
    }

    /// <summary>The parameters by PyTorch's names, or their gradients.</summary>
    private (string Name, long[] Dimensions, float[] Values)[] Tensors(string prefix)
    {
        string[] names = [.. Network.Shape is var shape ? LstmWeights.Random(1).Bind(shape).ToTensors().Select(tensor => tensor.Name) : []];
        return [.. names.Select(name => IsOnnx ? Onnx(prefix, name) : (name, _file[prefix + InFile(name)].Shape.ToArray(), _file[prefix + InFile(name)].ToFloats()))];
    }

    /// <summary>Layer normalisation has Greek letters in the files, a GRU no prefix.</summary>
    private string InFile(string name) => Cell.Length == 0 ? name.Replace("gru.", "", StringComparison.Ordinal) : name switch
    {
        "bias_l0" => Cell == "ln_gate" ? "beta" : "bias",
        "gain_l0" => "gamma",
        "gain_ih_l0" => "gamma_x",
        "gain_hh_l0" => "gamma_h",
        "gain_c_l0" => "gamma_c",
        "shift_c_l0" => "beta_c",
        _ => name,
    };

    private (string Name, long[] Dimensions, float[] Values) Onnx(string prefix, string name)
    {
        int direction = name.EndsWith("_reverse", StringComparison.Ordinal) ? 1 : 0, units = Shape.Hidden;
        (string tensor, int columns, int first) = name switch
        {
            _ when name.StartsWith("weight_ih", StringComparison.Ordinal) => ("W", Shape.Input, 0),
            _ when name.StartsWith("weight_hh", StringComparison.Ordinal) => ("R", units, 0),
            _ when name.StartsWith("bias_ih", StringComparison.Ordinal) => ("B", 1, 0),
            _ when name.StartsWith("bias_hh", StringComparison.Ordinal) => ("B", 1, 4),
            _ => ("P", 1, s_peepholes["ifo".IndexOf(name[9], StringComparison.Ordinal)]),
        };
        int blocks = tensor switch { "B" => 8, "P" => 3, _ => 4 };
        float[] all = _file[prefix + tensor].ToFloats();
        int[] wanted = tensor == "P" ? [first] : [.. s_gates.Select(gate => first + gate)];
        float[] values = [.. wanted.SelectMany(block => all.AsSpan(((direction * blocks) + block) * units * columns, units * columns).ToArray())];
        return (name, tensor is "W" or "R" ? [4 * units, columns] : [wanted.Length * units], values);
    }

    private static List<JsonElement> Index()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "index.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(entry => entry.Clone())];
    }
}
