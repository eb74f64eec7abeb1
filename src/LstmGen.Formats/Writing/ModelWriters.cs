namespace LstmGen.Formats;

/// <summary>The formats that models are written in, by the endings of files.</summary>
internal static class ModelWriters
{
    private static readonly (string Ending, Action<string, LstmModelFile> Write)[] s_all =
    [
        (SafetensorsModel.Ending, SafetensorsModel.Write),
        (".nam", NamWriter.Write),
        (".json", RtNeuralWriter.Write),
        (".onnx", (path, model) => OnnxWriter.Write(path, model)),
    ];

    internal static string Endings => string.Join(", ", s_all.Select(each => each.Ending));

    /// <exception cref="ArgumentException">No format has this ending.</exception>
    internal static void Write(string path, LstmModelFile model)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        Action<string, LstmModelFile> write = s_all.FirstOrDefault(each => each.Ending == ending).Write
            ?? throw new ArgumentException($"{path}: no format that is written has the ending '{ending}'; {Endings} were expected.", nameof(path));
        write(path, model);
    }
}
