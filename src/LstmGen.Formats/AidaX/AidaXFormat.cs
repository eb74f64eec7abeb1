using System.Globalization;

namespace LstmGen.Formats;

/// <summary>
/// Models of AIDA-X: those of RTNeural with gains in decibels and a skip, <c>out_gain (net(in_gain x) + in_gain x)</c>, and samples for a check. Inputs after the first are knobs, which
/// have no gain.
/// </summary>
internal sealed class AidaXFormat : IModelFormat
{
    private static readonly string[] s_keys =
        [RtNeuralStack.Shape, RtNeuralStack.Layers, "in_skip", "in_gain", "out_gain", "metadata", "samplerate", AidaXProof.Inputs, AidaXProof.Outputs];

    public string Name => "AIDA-X";

    public bool Recognizes(ModelBytes file) => file.Json.HasFlag(JsonKinds.RtNeural | JsonKinds.AidaX);

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        var builder = new ModelBuilder(file, Name);
        LstmModelFile model = JsonCursor.Read(file, (ref JsonCursor cursor) => Read(file, ref cursor, builder));
        AidaXProof.Check(file, model);
        return model;
    }

    private static LstmModelFile Read(ModelBytes file, ref JsonCursor cursor, ModelBuilder builder)
    {
        JsonCursor shape = default, layers = default;
        var gains = new AidaXGains();
        float[]? inputs = null, outputs = null;
        uint seen = 0;
        while (cursor.NextKey(RtNeuralStack.Model, s_keys, ref seen, out string key))
        {
            switch (key)
            {
                case RtNeuralStack.Shape:
                    shape = cursor;
                    cursor.Skip();
                    break;
                case RtNeuralStack.Layers:
                    layers = cursor;
                    cursor.Skip();
                    break;
                case "in_skip":
                    gains = gains with { Skip = cursor.Whole(key, 0, 1) == 1 };
                    break;
                case "in_gain":
                    gains = gains with { In = cursor.Number(key) };
                    break;
                case "out_gain":
                    gains = gains with { Out = cursor.Number(key) };
                    break;
                case AidaXProof.Inputs:
                    inputs = cursor.Vector(key);
                    break;
                case AidaXProof.Outputs:
                    outputs = cursor.Vector(key);
                    break;
                case "metadata":
                    cursor.Metadata(key, key, builder.Metadata);
                    break;
                default:
                    builder.Metadata.Add(key, cursor.Words(key));
                    break;
            }
        }

        cursor.Require(RtNeuralStack.Model, s_keys, seen, RtNeuralStack.Shape, RtNeuralStack.Layers);
        LayerStack stack = RtNeuralStack.Read(ref shape, ref layers);
        if (stack.Width != 1)
        {
            throw cursor.Error($"the last layer gives {stack.Width.ToString(CultureInfo.InvariantCulture)} values; the 1 of a sample was expected.");
        }

        builder.Proof = AidaXProof.Of(cursor, inputs, outputs, stack.Input);
        gains.Apply(cursor, stack, builder);
        stack.AddTo(file, builder);
        builder.Notes.Add("Players of AIDA-X run 2,048 samples through a model before the first one of a sound: those of input_batch, or silence.");
        return builder.Build();
    }
}
