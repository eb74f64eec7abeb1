using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Formats;

/// <summary>Modules of LSTMs, GRUs and sLSTMs: as many layers and directions as names show, of the kind that rows of matrices show.</summary>
internal static partial class RecurrentModule
{
    private const int MostUnits = 4096;
    private const int MostInputs = 65536;
    private const int MostLayers = 16;
    private const string Reverse = "_reverse";

    internal static StateLayer Read(ModelBytes file, StateModule module)
    {
        Match first = module.Leaves.Select(leaf => InputName().Match(leaf)).FirstOrDefault(match => match.Success)
            ?? throw Missing(file, module, "weight_ih_l0");
        string rows = first.Groups["rows"].Value, number = first.Groups["number"].Success ? "_l0" : "";
        NamedTensor input = Matrix(file, module, $"weight_ih{rows}{number}"), recurrent = Matrix(file, module, $"weight_hh{rows}{number}");
        NamedTensor? projection = module.Find("weight_hr" + number) is null ? null : Matrix(file, module, "weight_hr" + number);
        (long height, long outputs) = (recurrent.Shape[0], recurrent.Shape[1]);
        long units = rows == "_ifzo" ? height / 4 : projection?.Shape[1] ?? outputs;
        if (units is < 1 or > MostUnits || input.Shape[1] is < 1 or > MostInputs)
        {
            throw file.Error($"{module.Name} has {units} units that read {input.Shape[1]} values; 1 to {MostUnits} units of 1 to {MostInputs} values were expected.");
        }

        int layers = Layers(file, module);
        var direction = Direction(file, module, rows, layers, outputs);
        bool bias = module.Leaves.Any(leaf => leaf.StartsWith("bias", StringComparison.Ordinal));
        int projected = projection is null ? 0 : (int)projection.Shape[0], hidden = (int)units;
        ILstmLayer layer = (rows, height / units, height % units) switch
        {
            ("_ifzo", 4, 0) when outputs > 0 && units % outputs == 0 => new SlstmAttribute(hidden, layers) { Heads = (int)(units / outputs), Bias = bias, Direction = direction },
            ("", 4, 0) or ("_fgo" or "_igo", 3, 0) => new LstmAttribute(hidden, layers) { Bias = bias, Direction = direction, Projection = projected }.WithCell(file, module, rows),
            ("", 3, 0) when projection is null => new GruAttribute(hidden, layers) { Bias = bias, Direction = direction, LearnedInitialState = HasInitial(module) },
            ("", 1, 0) => throw file.Error($"tensor {recurrent} has {units} rows for {units} units: a simple RNN; an LSTM, 4 rows for a unit, or a GRU, 3 rows, was expected."),
            _ => throw file.Error($"tensor {recurrent} has {height} rows for {units} units; 4 for each, of an LSTM, or 3, of a GRU, were expected."),
        };
        (List<NeededTensor> tensors, int width) = LayerNames.Of(layer, (int)input.Shape[1]);
        return StateLayers.Checked(file, new(module, layer, (int)input.Shape[1], width, tensors, Unnumbered: number.Length == 0));
    }

    private static LstmAttribute WithCell(this LstmAttribute layer, ModelBytes file, StateModule module, string rows)
    {
        bool Has(string beginning) => module.Leaves.Any(leaf => leaf.StartsWith(beginning, StringComparison.Ordinal));
        layer.CoupledGates = rows switch { "_fgo" => LstmCoupledGates.InputFromForget, "_igo" => LstmCoupledGates.ForgetFromInput, _ => LstmCoupledGates.None };
        layer.Peepholes = Has("peephole_");
        layer.LearnedInitialState = HasInitial(module);
        layer.Norm = Has("gain_ih") ? throw file.Error(
                $"tensors {SafeText.Quote(module.Prefix + "gain_ih...")} are those of a layer with Norm = Products and with Norm = ProductsAndCell; a description of the network that says which was expected (LstmReadOptions.Network).")
            : Has("shift") ? LstmNorm.Sums : Has("gain") ? LstmNorm.Gates : LstmNorm.None;
        return layer;
    }

    private static bool HasInitial(StateModule module) => module.Leaves.Any(leaf => leaf.StartsWith("initial_", StringComparison.Ordinal));

    private static int Layers(ModelBytes file, StateModule module)
    {
        int layers = 1;
        foreach (string leaf in module.Leaves)
        {
            if (Numbered().Match(leaf) is { Success: true } match)
            {
                layers = Math.Max(layers, 1 + int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture));
            }
        }

        return layers <= MostLayers ? layers : throw file.Error($"{module.Name} has {layers} layers; at most {MostLayers} were expected.");
    }

    /// <summary>Whether layers have two directions, and what the second layer reads: both of them, or its own.</summary>
    private static LstmDirection Direction(ModelBytes file, StateModule module, string rows, int layers, long outputs)
    {
        if (!module.Leaves.Any(leaf => leaf.EndsWith(Reverse, StringComparison.Ordinal)))
        {
            return LstmDirection.Forward;
        }

        NamedTensor? second = layers > 1 ? Matrix(file, module, $"weight_ih{rows}_l1") : null;
        return second is null || second.Shape[1] == 2 * outputs
            ? LstmDirection.Both
            : throw file.Error(
                $"tensor {second} reads {second.Shape[1]} values, and two directions of {outputs} come before it; {2 * outputs} were expected. Where directions are apart or merged otherwise than side by side, "
                + "a description of the network says so (LstmReadOptions.Network).");
    }

    private static NamedTensor Matrix(ModelBytes file, StateModule module, string leaf)
    {
        NamedTensor tensor = module.Find(leaf) ?? throw Missing(file, module, leaf);
        return tensor.Shape is [> 0, > 0] ? tensor : throw file.Error($"tensor {tensor} is no matrix; two dimensions above 0 were expected.");
    }

    private static LstmFormatException Missing(ModelBytes file, StateModule module, string leaf)
        => file.Error($"tensor {SafeText.Quote(module.Prefix + leaf)} is missing; it was expected beside {module.First}.");

    [GeneratedRegex("^weight_ih(?<rows>_fgo|_igo|_ifzo)?(?<number>_l0)?(_reverse)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex InputName();

    [GeneratedRegex("_l(?<number>[0-9]{1,4})(_reverse)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Numbered();
}
