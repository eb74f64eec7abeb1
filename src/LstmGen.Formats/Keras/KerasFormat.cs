using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Models of Keras: files of HDF5, with their configuration or weights alone, and archives .keras.</summary>
internal sealed class KerasFormat : IModelFormat
{
    private const string ArchiveConfig = "config.json";
    private const string ArchiveWeights = "model.weights.h5";
    private const string ArchiveMetadata = "metadata.json";

    public string Name => "Keras";

    public bool Recognizes(ModelBytes file)
        => Hdf5File.Begins(file.Span) || ZipContent.Mentions(file.Span, ArchiveWeights) || file.Extension is ".keras" or ".h5" or ".hdf5";

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
        => ZipContent.Begins(file.Span) ? ReadArchive(file, options)
            : file.Extension != ".keras" || Hdf5File.Begins(file.Span) ? ReadGroups(file, options)
            : throw file.Error($"this is no file of Keras: it begins with the bytes {Convert.ToHexString(file.Span[..Math.Min(4, file.Span.Length)])}; a zip archive, 504B0304, was expected.");

    private LstmModelFile ReadGroups(ModelBytes file, LstmReadOptions options)
    {
        Hdf5Node root = Hdf5File.Open(file, file.Content).Root;
        Hdf5Node weights = root.Child("model_weights") ?? root;
        Dictionary<string, string> metadata = [];
        foreach (string key in (ReadOnlySpan<string>)["keras_version", "backend"])
        {
            if ((root.Attribute(key) ?? weights.Attribute(key))?.Text() is { } text)
            {
                metadata[key] = text;
            }
        }

        var groups = new KerasGroups(file, weights);
        string version = metadata.GetValueOrDefault("keras_version", "");
        if (root.Attribute("model_config") is not { } config)
        {
            return new KerasStateDict(file, Name, options, groups, version).Read(metadata);
        }

        RequireNoDescription(file, options);
        List<KerasLayer> layers = KerasConfig.Layers(file, KerasConfig.Parse(file, System.Text.Encoding.UTF8.GetBytes(config.Text()), "the attribute 'model_config'"));
        return new KerasNetwork(file, Name, groups, Activations(file, version)).Read(layers, metadata);
    }

    private LstmModelFile ReadArchive(ModelBytes file, LstmReadOptions options)
    {
        RequireNoDescription(file, options);
        ZipContent zip = ZipContent.Open(file);
        Dictionary<string, string> metadata = [];
        if (zip.Has(ArchiveMetadata))
        {
            foreach (JsonProperty entry in KerasConfig.Parse(file, zip.Read(ArchiveMetadata), ArchiveMetadata).EnumerateObject())
            {
                metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
            }
        }

        List<KerasLayer> layers = KerasConfig.Layers(file, KerasConfig.Parse(file, zip.Read(ArchiveConfig), ArchiveConfig));
        var weights = new KerasArchiveWeights(file, Hdf5File.Open(file, zip.Read(ArchiveWeights)).Root, layers);
        return new KerasNetwork(file, Name, weights, Activations(file, metadata.GetValueOrDefault("keras_version", ""))).Read(layers, metadata);
    }

    /// <summary>Activations of a version such as <c>2.1.5</c>, <c>2.2.4-tf</c> or <c>3.4.1</c>.</summary>
    private static KerasActivations Activations(ModelBytes file, string version)
        => new(version.Length > 0 && char.IsAsciiDigit(version[0]) ? version[0] >= '3' : throw file.Error($"the file has the keras_version {SafeText.Quote(version)}; a number, on which the meaning of activations depends, was expected."));

    private static void RequireNoDescription(ModelBytes file, LstmReadOptions options)
    {
        if (options.Network is not null || options.Prefix is not null)
        {
            throw file.Error("the file says what its network is; a description of it or a prefix was not expected (LstmReadOptions).");
        }
    }
}
