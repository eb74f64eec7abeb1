using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmGen.Formats;

/// <summary>Where a file of Keras has the weights of a layer.</summary>
internal abstract class KerasWeights(ModelBytes file)
{
    /// <summary>The weights of a layer, which must be those named, in this order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="part">Of a wrapper the layer in it: <c>forward_layer</c>, <c>backward_layer</c>, <c>layer</c>; empty otherwise.</param>
    /// <param name="isCell">Whether a cell of the layer has them.</param>
    /// <param name="names">Their names.</param>
    internal NamedTensor[] Of(KerasLayer layer, string part, bool isCell, params string[] names)
    {
        List<NamedTensor> found = Find(layer, part, isCell);
        for (int at = 0; at < names.Length; at++)
        {
            if (at == found.Count)
            {
                throw layer.Error($"has no weights {SafeText.Quote(names[at])}; they were expected beside {SafeText.Names([.. found.Select(tensor => tensor.Name)])}.");
            }

            string leaf = Leaf(found[at].Name);
            if (leaf != names[at] && !int.TryParse(leaf, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw layer.Error($"has the weights {found[at]} where {SafeText.Quote(names[at])} were expected.");
            }
        }

        return found.Count == names.Length ? [.. found] : throw layer.Error($"has the weights {found[names.Length]}, which are too many; {SafeText.Names(names)} were expected.");
    }

    /// <summary>Sees to it that no weights are left that no layer has.</summary>
    internal abstract void RequireUsed(IReadOnlyList<KerasLayer> layers);

    protected ModelBytes File { get; } = file;

    protected abstract List<NamedTensor> Find(KerasLayer layer, string part, bool isCell);

    /// <summary>The last part of a name, without the number of an output that TensorFlow puts behind it.</summary>
    internal static string Leaf(string name)
    {
        string leaf = name[(name.LastIndexOf('/') + 1)..];
        int colon = leaf.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? leaf : leaf[..colon];
    }
}

/// <summary>Weights of a file of HDF5 as Keras 1 and 2 write it, and 3 for an ending .h5: a group for each layer, and lists of names as attributes.</summary>
internal sealed class KerasGroups(ModelBytes file, Hdf5Node root) : KerasWeights(file)
{
    private const int MostParts = 1000;

    /// <summary>Names of the layers, in the order of the model.</summary>
    internal string[] LayerNames { get; } = Names(root, "layer_names") ?? throw file.Error("the HDF5 file has no attribute 'layer_names' in its root group; one, as Keras writes it, was expected.");

    internal override void RequireUsed(IReadOnlyList<KerasLayer> layers)
    {
        string? extra = LayerNames.FirstOrDefault(name => !layers.Any(layer => layer.Name == name) && All(name).Count > 0);
        if (extra is not null)
        {
            throw File.Error($"there are weights of a layer {SafeText.Quote(extra)} that the configuration does not have; {SafeText.Names([.. layers.Select(layer => layer.Name)], 12)} were expected.");
        }
    }

    /// <summary>All weights of a layer, in the order of the file.</summary>
    internal List<NamedTensor> All(string layer)
    {
        Hdf5Node group = root.Child(layer) ?? throw File.Error($"there is no group of the layer {SafeText.Quote(layer)}, which is one of 'layer_names'.");
        var tensors = new List<NamedTensor>();
        foreach (string name in Names(group, "weight_names") ?? throw File.Error($"the group of the layer {SafeText.Quote(layer)} has no attribute 'weight_names'; one was expected."))
        {
            Hdf5Node node = group.Child(name) ?? throw File.Error($"there are no weights {SafeText.Quote(name)} in the group of the layer {SafeText.Quote(layer)}, whose 'weight_names' has them.");
            tensors.Add(new Hdf5Array(node).Named(name));
        }

        return tensors;
    }

    protected override List<NamedTensor> Find(KerasLayer layer, string part, bool isCell)
    {
        if (!LayerNames.Contains(layer.Name))
        {
            throw layer.Error($"has no weights in the file; those of the layers {SafeText.Names(LayerNames, 12)} are there.");
        }

        List<NamedTensor> all = All(layer.Name);
        return part switch
        {
            "forward_layer" => all[..(all.Count / 2)],
            "backward_layer" => all[(all.Count / 2)..],
            _ => all,
        };
    }

    /// <summary>A list of names, which Keras cuts into several attributes where it is long.</summary>
    private static string[]? Names(Hdf5Node node, string name)
    {
        if (node.IsArray)
        {
            return null;
        }

        if (node.Attribute(name) is { } whole)
        {
            return whole.Texts();
        }

        var names = new List<string>();
        for (int part = 0; part < MostParts && node.Attribute(name + part.ToString(CultureInfo.InvariantCulture)) is { } some; part++)
        {
            names.AddRange(some.Texts());
        }

        return names.Count > 0 ? [.. names] : null;
    }
}

/// <summary>Weights of an archive .keras: groups by classes of layers, numbered in the order of the model, and arrays by numbers.</summary>
internal sealed partial class KerasArchiveWeights : KerasWeights
{
    private readonly Hdf5Node _layers;
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);

    internal KerasArchiveWeights(ModelBytes file, Hdf5Node root, IReadOnlyList<KerasLayer> layers)
        : base(file)
    {
        _layers = root.Child("layers") ?? root.Child("_layer_checkpoint_dependencies")
            ?? throw file.Error($"model.weights.h5 has no group 'layers' among {SafeText.Names(root.Names)}; one, as Keras writes it, was expected.");
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (KerasLayer layer in layers)
        {
            string group = Snake(layer.Type);
            int count = counts.GetValueOrDefault(group);
            counts[group] = count + 1;
            _groups[layer.Name] = count == 0 ? group : $"{group}_{count.ToString(CultureInfo.InvariantCulture)}";
        }
    }

    internal override void RequireUsed(IReadOnlyList<KerasLayer> layers)
    {
        if (_layers.Names.FirstOrDefault(name => !_groups.ContainsValue(name)) is { } extra)
        {
            throw File.Error($"there are weights of a layer {SafeText.Quote(extra)} that the configuration does not have; {SafeText.Names(_groups.Values, 12)} were expected.");
        }
    }

    protected override List<NamedTensor> Find(KerasLayer layer, string part, bool isCell)
    {
        string path = $"{_groups[layer.Name]}/{part}/{(isCell ? "cell/" : "")}vars";
        Hdf5Node group = _layers.Child(path) ?? throw layer.Error($"has no weights in the file, as group 'layers/{path.Replace("//", "/", StringComparison.Ordinal)}'; groups {SafeText.Names(_layers.Names, 12)} are there.");
        var tensors = new List<NamedTensor>();
        for (int at = 0; group.Child(at.ToString(CultureInfo.InvariantCulture)) is { } node; at++)
        {
            tensors.Add(new Hdf5Array(node).Named($"{SafeText.Plain(layer.Name)}/{at.ToString(CultureInfo.InvariantCulture)}"));
        }

        return tensors.Count == group.Names.Count ? tensors : throw layer.Error($"has weights {SafeText.Names(group.Names)}; numbers from 0 on were expected.");
    }

    /// <summary>A name of a class as Keras writes it in paths: <c>time_distributed</c> of TimeDistributed, <c>lstm</c> of LSTM.</summary>
    private static string Snake(string type) => LowerThenUpper().Replace(AnyThenWord().Replace(type, "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex("(.)([A-Z][a-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AnyThenWord();

    [GeneratedRegex("([a-z])([A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LowerThenUpper();
}
