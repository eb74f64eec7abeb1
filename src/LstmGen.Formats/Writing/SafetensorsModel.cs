using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A model as a safetensors file: the tensors of the class, and among the metadata the network that they are of.</summary>
internal static class SafetensorsModel
{
    internal const string InputGain = "lstmgen.input_gain";
    internal const string OutputGain = "lstmgen.output_gain";

    internal static void Write(string path, LstmModelFile model)
    {
        var metadata = new Dictionary<string, string>(model.Metadata) { [NetworkJson.Key] = NetworkJson.Write(model.Network) };
        AddGain(metadata, InputGain, model.InputGain);
        AddGain(metadata, OutputGain, model.OutputGain);
        SafetensorsWriter.Write(path, model.Tensors, metadata);
    }

    private static void AddGain(Dictionary<string, string> metadata, string key, float gain)
    {
        if (gain != 1)
        {
            metadata[key] = gain.ToString("R", CultureInfo.InvariantCulture);
        }
    }
}
