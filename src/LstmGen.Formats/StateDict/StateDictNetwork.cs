using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A network from named tensors, as a state_dict of PyTorch or a file of safetensors holds them.</summary>
/// <param name="file">For messages.</param>
/// <param name="format">The format's name.</param>
/// <param name="options">What the reader was told.</param>
internal sealed class StateDictNetwork(ModelBytes file, string format, LstmReadOptions options)
{
    private const string ScalingOffset = "series_offset";
    private const string ScalingScale = "series_scale";

    // What parts of a program put before all names.
    private static readonly string[] s_wrappers = ["module.", "model.", "_orig_mod."];

    private readonly List<string> _notes = [];
    private string _start = ""; // what all names began with

    /// <summary>What the file says beside the tensors.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether tensors are in the order of the modules, not in that of the alphabet.</summary>
    internal bool IsOrdered { get; init; } = true;

    /// <summary>Sets what the file says of a layer beside its tensors, by the prefix of its module in the file.</summary>
    internal Action<string, ILstmLayer>? Adjust { get; init; }

    /// <summary>Whether the file says what follows each linear layer.</summary>
    internal bool SaysActivations { get; init; }

    /// <summary>What is to be told beside what is found here.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Reads the network of the tensors, which are in the order of the file.</summary>
    /// <exception cref="LstmFormatException">A tensor is missing, or of no use to any class.</exception>
    internal LstmModelFile Read(IReadOnlyList<NamedTensor> tensors)
    {
        NamedTensor[] chosen = WithoutScaling(WithoutWrappers(Chosen(tensors)));
        RequireSize(chosen);
        return options.Network is { } network
            ? new DescribedNetwork(file, format, network).Read(chosen, IsOrdered, Metadata, [.. Notes, .. _notes])
            : Inferred(chosen);
    }

    private LstmModelFile Inferred(NamedTensor[] tensors)
    {
        List<StateModule> modules = StateModule.Group(file, tensors);
        var layers = new List<StateLayer>();
        foreach (StateModule module in modules)
        {
            layers.Add(StateLayers.Of(file, module) ?? throw NoUse(module, modules));
        }

        if (layers.Count == 0)
        {
            throw file.Error("there are no tensors; those of an LSTM or GRU at least were expected.");
        }

        StateLayer[] order = new ModuleOrder(file, layers, IsOrdered).Find(_notes);
        var builder = new ModelBuilder(file, format) { Input = order[0].Reads };
        foreach (StateLayer layer in order)
        {
            Add(builder, layer);
        }

        if (!SaysActivations && order.Any(layer => layer.Layer is DenseAttribute))
        {
            _notes.Add("The file does not say what a program does between layers: linear layers of which it says nothing else are assumed to have no activation.");
        }

        if (order.Any(layer => layer.Layer is SlstmAttribute))
        {
            _notes.Add("Tensors of an sLSTM do not show what its forget gate goes through: sigmoid is assumed.");
        }

        if (order.Any(layer => layer.Layer is LstmAttribute { Norm: not LstmNorm.None }))
        {
            _notes.Add("Tensors do not show what normalisation adds to a variance: 1e-5 is assumed.");
        }

        builder.Notes.AddRange([.. Notes, .. _notes]);
        foreach ((string key, string value) in Metadata)
        {
            builder.Metadata[key] = value;
        }

        return builder.Build();
    }

    private void Add(ModelBuilder builder, StateLayer layer)
    {
        if (layer.Layer is null)
        {
            NeededTensor table = layer.Tensors[0];
            builder.AddEmbedding((int)table.Shape[0], (int)table.Shape[1], layer.Module.Find(table.Leaf)!.Floats(file));
            return;
        }

        Adjust?.Invoke(_start + layer.Module.Prefix, layer.Layer);
        builder.AddLayer(layer.Layer, layer.Gives, layer.Read(file));
    }

    private NamedTensor[] Chosen(IReadOnlyList<NamedTensor> tensors)
    {
        if (options.Prefix is not { Length: > 0 } prefix)
        {
            return [.. tensors];
        }

        NamedTensor[] chosen = [.. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))];
        if (chosen.Length == 0)
        {
            throw file.Error($"no tensor's name begins with {SafeText.Quote(prefix)}; one of {SafeText.Names(Prefixes(tensors))} was expected.");
        }

        if (chosen.Length < tensors.Count)
        {
            _notes.Add($"Of {Number(tensors.Count)} tensors the {Number(chosen.Length)} whose names begin with {SafeText.Quote(prefix)} were read.");
        }

        return WithoutStart(chosen, AllBegin(chosen, prefix + ".") ? prefix + "." : prefix);
    }

    private NamedTensor[] WithoutWrappers(NamedTensor[] tensors)
    {
        while (tensors.Length > 0 && s_wrappers.FirstOrDefault(wrapper => AllBegin(tensors, wrapper)) is { } all)
        {
            tensors = WithoutStart(tensors, all);
        }

        return tensors;
    }

    private NamedTensor[] WithoutStart(NamedTensor[] tensors, string start)
    {
        _start += start;
        return [.. tensors.Select(tensor => tensor.Named(tensor.Name[start.Length..]))];
    }

    private static bool AllBegin(NamedTensor[] tensors, string start) => tensors.All(tensor => tensor.Name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Takes off the tensors of a SeriesScaler, which lie in one file with those of a model.</summary>
    private NamedTensor[] WithoutScaling(NamedTensor[] tensors)
    {
        NamedTensor[] others = [.. tensors.Where(tensor => !tensor.Name.EndsWith(ScalingOffset, StringComparison.Ordinal) && !tensor.Name.EndsWith(ScalingScale, StringComparison.Ordinal))];
        if (others.Length < tensors.Length)
        {
            _notes.Add($"The file has a scaling of series, {ScalingOffset} and {ScalingScale}: SeriesScaler.From reads it.");
        }

        return others;
    }

    /// <summary>Many tensors may be views of few values: what they would need together has to be in proportion to the file.</summary>
    private void RequireSize(NamedTensor[] tensors)
    {
        UInt128 values = 0;
        foreach (NamedTensor tensor in tensors)
        {
            values += (UInt128)tensor.Count;
        }

        if (values * sizeof(float) > (UInt128)((2L * file.Content.Length) + (64 * 1024)))
        {
            throw file.Error($"the tensors have {values} values together, in a file of {file.Content.Length} bytes; they were expected not to be views of the same values many times over.");
        }
    }

    private LstmFormatException NoUse(StateModule module, List<StateModule> modules)
    {
        string[] others = [.. modules.Where(each => each.IsRecurrent && each.Prefix.Length > 0).Select(each => each.Prefix)];
        string cure = others.Length == 0 ? "" : $" LstmReadOptions.Prefix chooses what to read: {SafeText.Names(others)} would be recurrent layers alone.";
        return file.Error($"tensor {module.First} is of no layer that a class can have; those of LSTMs, GRUs, linear layers and vectors of tokens were expected.{cure}");
    }

    private static string[] Prefixes(IReadOnlyList<NamedTensor> tensors) => [.. tensors.Select(tensor => tensor.Name[..(tensor.Name.LastIndexOf('.') + 1)]).Where(prefix => prefix.Length > 0).Distinct()];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
