namespace LstmGen.Formats;

/// <summary>Models of RTNeural: layers with the weights that Keras gives them.</summary>
internal sealed class RtNeuralFormat : IModelFormat
{
    private static readonly string[] s_keys = [RtNeuralStack.Shape, RtNeuralStack.Layers];

    public string Name => "RTNeural";

    public bool Recognizes(ModelBytes file) => file.Json.HasFlag(JsonKinds.RtNeural) && !file.Json.HasFlag(JsonKinds.AidaX);

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
        => JsonCursor.Read(file, (ref JsonCursor cursor) =>
        {
            JsonCursor shape = default, layers = default;
            uint seen = 0;
            while (cursor.NextKey(RtNeuralStack.Model, s_keys, ref seen, out string key))
            {
                (key == RtNeuralStack.Shape ? ref shape : ref layers) = cursor;
                cursor.Skip();
            }

            cursor.Require(RtNeuralStack.Model, s_keys, seen, s_keys);
            var builder = new ModelBuilder(file, Name);
            RtNeuralStack.Read(ref shape, ref layers).AddTo(file, builder);
            return builder.Build();
        });
}
