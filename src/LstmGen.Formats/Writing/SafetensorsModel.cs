using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A model as a safetensors file: the tensors of the class, and among the metadata the network that they are of.</summary>
internal static class SafetensorsModel
{
    private const string InputGain = "lstmgen.input_gain";
    private const string OutputGain = "lstmgen.output_gain";

    internal const string Ending = ".safetensors";

    internal static void Write(string path, LstmModelFile model) => Write(path, model, model.Tensors);

    /// <summary>The same with other tensors for the same weights.</summary>
    internal static void Write(string path, LstmModelFile model, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var metadata = new Dictionary<string, string>(model.Metadata) { [NetworkJson.Key] = NetworkJson.Write(model.Network) };
        AddGain(metadata, InputGain, model.InputGain);
        AddGain(metadata, OutputGain, model.OutputGain);
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    /// <summary>The network that metadata describe; null where they describe none.</summary>
    internal static LstmNetworkDescription? Network(ModelBytes file, IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            return metadata.TryGetValue(NetworkJson.Key, out string? text) ? NetworkJson.Read(text) : null;
        }
        catch (FormatException error)
        {
            throw file.Error($"of the metadata {NetworkJson.Key}, {error.Message}.", error);
        }
    }

    /// <summary>Metadata that are not about the network.</summary>
    internal static Dictionary<string, string> Others(IReadOnlyDictionary<string, string> metadata)
        => metadata.Where(each => each.Key is not (NetworkJson.Key or InputGain or OutputGain)).ToDictionary();

    /// <summary>The model with the gains that metadata name.</summary>
    internal static LstmModelFile WithGains(ModelBytes file, IReadOnlyDictionary<string, string> metadata, LstmModelFile model)
        => metadata.ContainsKey(InputGain) || metadata.ContainsKey(OutputGain)
            ? new(model.Format, model.Source, model.Network, model.Tensors) { Metadata = model.Metadata, Notes = model.Notes, InputGain = Gain(file, metadata, InputGain), OutputGain = Gain(file, metadata, OutputGain) }
            : model;

    private static float Gain(ModelBytes file, IReadOnlyDictionary<string, string> metadata, string key)
        => !metadata.TryGetValue(key, out string? text) ? 1
            : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float gain) && float.IsFinite(gain) ? gain
            : throw file.Error($"of the metadata {key} is {SafeText.Quote(text)}; a finite number was expected.");

    private static void AddGain(Dictionary<string, string> metadata, string key, float gain)
    {
        if (gain != 1)
        {
            metadata[key] = gain.ToString("R", CultureInfo.InvariantCulture);
        }
    }
}
