using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>
/// Language models of ELMo (bilm-tf, AllenNLP): HDF5 with TensorFlow's cells, a stack of layers for each direction, and <c>options.json</c> beside it. What is read is the recurrent
/// network; vectors of words come from a network over characters, which no class can be.
/// </summary>
internal sealed class ElmoFormat : IModelFormat
{
    private const string Options = "options.json";

    // TensorFlow's LSTMCell: i, j (the candidate), f, o, and 1 is added to f.
    private const string Order = "igfo";
    private const float ForgetBias = 1;

    private static readonly string[] s_directions = ["RNN_0", "RNN_1"];

    public string Name => "ELMo";

    public bool Recognizes(ModelBytes file) => Hdf5File.Begins(file.Span) && file.Span.IndexOf("MultiRNNCell"u8) >= 0;

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        Hdf5Node root = Hdf5File.Open(file, file.Content).Root;
        if (root.Names.FirstOrDefault(name => !s_directions.Contains(name) && !name.StartsWith("CNN", StringComparison.Ordinal) && name != "char_embed") is { } extra)
        {
            throw file.Error($"the file has {SafeText.Quote(extra)}; RNN_0, RNN_1, char_embed and CNN... were expected in a file of ELMo.");
        }

        string? only = options.Prefix?.TrimEnd('/', '.');
        if (options.Network is not null || (only is not null && !s_directions.Contains(only)))
        {
            throw file.Error("options.json says what the network is; no description of it, and RNN_0, RNN_1 or nothing as a prefix, were expected (LstmReadOptions).");
        }

        Hdf5Node[] cells = [.. s_directions.Where(direction => only is null || direction == only)
            .Select(direction => root.Child($"{direction}/RNN/MultiRNNCell") ?? throw file.Error($"there is no group '{direction}/RNN/MultiRNNCell'; one for each direction was expected."))];
        (LstmAttribute layer, bool adds) = Settings(file, cells[0].Names.Count);
        var builder = new ModelBuilder(file, Name) { Input = layer.Projection };
        if (only is null)
        {
            AddBoth(file, builder, cells, layer, adds);
        }
        else
        {
            AddOne(file, builder, cells[0], layer, adds, only == s_directions[0] ? LstmDirection.Forward : LstmDirection.Reverse);
        }

        if (root.Names.Any(name => !s_directions.Contains(name)))
        {
            builder.Notes.Add("Vectors of words are what the network reads; that over characters which makes them, char_embed and CNN, is not read.");
        }

        builder.Notes.Add("Outputs are those of the last layer; ELMo's own vectors are sums of these, of the layers before, and of the vectors of words.");
        return builder.Build();
    }

    private static void AddBoth(ModelBytes file, ModelBuilder builder, Hdf5Node[] cells, LstmAttribute layer, bool adds)
    {
        if (adds && layer.Layers > 1)
        {
            throw file.Error("layers but the first add what they read (use_skip_connections) in each direction by itself, which no class has; one direction, RNN_0 forward or RNN_1 backward, as LstmReadOptions.Prefix was expected.");
        }

        layer.Direction = LstmDirection.BothApart;
        builder.AddLstm(layer, [.. Enumerable.Range(0, layer.Layers).SelectMany(at => cells.Select(cell => Cell(file, cell, at, layer)))]);
    }

    private static void AddOne(ModelBytes file, ModelBuilder builder, Hdf5Node cells, LstmAttribute layer, bool adds, LstmDirection direction)
    {
        int first = adds ? 1 : layer.Layers;
        builder.AddLstm(With(layer, first, direction, residual: false), [.. Enumerable.Range(0, first).Select(at => Cell(file, cells, at, layer))]);
        if (layer.Layers > first)
        {
            builder.AddLstm(With(layer, layer.Layers - first, direction, residual: true), [.. Enumerable.Range(first, layer.Layers - first).Select(at => Cell(file, cells, at, layer))]);
        }
    }

    private static LstmAttribute With(LstmAttribute layer, int layers, LstmDirection direction, bool residual)
        => new(layer.Hidden, layers) { Projection = layer.Projection, CellClip = layer.CellClip, ProjectionClip = layer.ProjectionClip, Direction = direction, Residual = residual };

    /// <summary>What weights do not say: bounds, and whether layers but the first add what they read.</summary>
    private static (LstmAttribute Layer, bool Adds) Settings(ModelBytes file, int layers)
    {
        string path = Path.Combine(Path.GetDirectoryName(file.Source) ?? "", Options);
        ModelBytes text = File.Exists(path) && new FileInfo(path).Length < 64 * 1024 ? ModelBytes.Load(path)
            : throw file.Error("there is no options.json beside the file; one, as ELMo has it, was expected.");
        JsonElement root = KerasConfig.Parse(text, text.Content, Options);
        if (!root.TryGetProperty("lstm", out JsonElement lstm) || lstm.ValueKind != JsonValueKind.Object)
        {
            throw text.Error("there is no entry 'lstm'; one was expected.");
        }

        var config = new KerasLayer(text, "LSTM", "lstm", lstm);
        config.Allow("cell_clip", "use_skip_connections", "n_layers", "proj_clip", "projection_dim", "dim");
        int count = config.Whole("n_layers", ModelLimits.Layers), units = config.Whole("dim", ModelLimits.Hidden);
        int values = config.Whole("projection_dim", ModelLimits.Hidden);
        if (count != layers || values >= units)
        {
            throw text.Error($"there are {count} layers of {units} units projected to {values}; the {layers} layers of the weights, and fewer values than units, were expected.");
        }

        float Bound(string option) => config.Number(option) is { } bound ? bound > 0 ? (float)bound : throw config.Error($"has {option} = {bound}; a bound above 0 was expected.") : 0;
        return (new LstmAttribute(units, layers) { Projection = values, CellClip = Bound("cell_clip"), ProjectionClip = Bound("proj_clip") }, config.Truth("use_skip_connections"));
    }

    private static LayerTensors Cell(ModelBytes file, Hdf5Node cells, int index, LstmAttribute layer)
    {
        string path = $"Cell{index}/LSTMCell";
        Hdf5Node cell = cells.Child(path) ?? throw file.Error($"there is no group '{cells.Path}/{path}'; one for each layer was expected.");
        if (cell.Names.FirstOrDefault(name => name is not ("W_0" or "B" or "W_P_0")) is { } extra)
        {
            throw file.Error($"there are weights {SafeText.Quote($"{cell.Path}/{extra}")}; W_0, B and W_P_0 were expected.");
        }

        float[] Weights(string name, params long[] shape)
        {
            NamedTensor tensor = new Hdf5Array(cell.Child(name) ?? throw file.Error($"there are no weights '{cell.Path}/{name}'; {SafeText.Shape(shape)} were expected.")).Named($"{cell.Path}/{name}");
            return tensor.Shape.AsSpan().SequenceEqual(shape) ? tensor.Floats(file) : throw file.Error($"the weights {tensor} have another shape; {SafeText.Shape(shape)} was expected.");
        }

        (int units, int values) = (layer.Hidden, layer.Projection);
        float[] kernel = Gates.Transpose(Weights("W_0", 2 * values, 4 * units), 2 * values, 4 * units), bias = Weights("B", 4 * units);
        foreach (ref float value in bias.AsSpan(2 * units, units))
        {
            value += ForgetBias;
        }

        return new LayerTensors
        {
            InputWeights = Gates.Reorder(Gates.Columns(kernel, 2 * values, 0, values), Order),
            RecurrentWeights = Gates.Reorder(Gates.Columns(kernel, 2 * values, values, values), Order),
            InputBias = Gates.Reorder(bias, Order),
            Projection = Gates.Transpose(Weights("W_P_0", units, values), units, values),
        };
    }
}
