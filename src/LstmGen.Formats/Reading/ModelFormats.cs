namespace LstmGen.Formats;

/// <summary>All formats.</summary>
internal static class ModelFormats
{
    /// <summary>In the order in which they are asked: those that look at fixed bytes first.</summary>
    internal static readonly IModelFormat[] All =
    [
        new Onnx.OnnxFormat(),
        new TorchFormat(),
        new ElmoFormat(),
        new KerasFormat(),
        new SafetensorsFormat(),
        new TfLiteFormat(),
        new NamFormat(),
        new GuitarMlFormat(),
        new RtNeuralFormat(),
        new AidaXFormat(),
        new TorchJsonFormat(),
    ];

    /// <summary>The format of a file.</summary>
    /// <exception cref="LstmFormatException">It is none of these.</exception>
    internal static IModelFormat Of(ModelBytes file)
        => All.FirstOrDefault(format => format.Recognizes(file))
            ?? throw file.Error($"this is a file of no known format; {string.Join(", ", All.Select(format => format.Name))} were expected.");
}
