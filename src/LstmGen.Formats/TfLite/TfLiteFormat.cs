namespace LstmGen.Formats;

/// <summary>Models of TensorFlow Lite (<c>.tflite</c>).</summary>
internal sealed class TfLiteFormat : IModelFormat
{
    public string Name => "TensorFlow Lite";

    public bool Recognizes(ModelBytes file) => file.Span is [_, _, _, _, (byte)'T', (byte)'F', (byte)'L', (byte)'3', ..];

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        var model = new TfLiteModel(file);
        var builder = new ModelBuilder(file, Name);
        new TfLiteGraph(file, model, options).AddTo(builder);
        builder.Metadata.Add("description", model.Description);
        return builder.Build();
    }
}
