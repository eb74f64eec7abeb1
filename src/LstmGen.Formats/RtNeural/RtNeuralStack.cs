using System.Globalization;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>Reads the layers of an RTNeural model.</summary>
internal static class RtNeuralStack
{
    internal const string Model = "the model";
    internal const string Shape = "in_shape";
    internal const string Layers = "layers";

    /// <summary>Reads <c>in_shape</c> and <c>layers</c>, on which the cursors stand.</summary>
    internal static LayerStack Read(ref JsonCursor shape, ref JsonCursor layers)
    {
        var stack = new LayerStack(LastOf(ref shape, Shape));
        layers.Expect(JsonTokenType.StartArray, Layers);
        for (int at = 0; layers.NextItem(); at++)
        {
            RtNeuralLayerReader.Read(ref layers, string.Create(CultureInfo.InvariantCulture, $"{Layers}[{at}]"), stack);
        }

        return stack.Count > 0 ? stack : throw layers.Error($"{Layers} is empty; a recurrent layer at least was expected.");
    }

    /// <summary>The last dimension of a shape as Keras writes it; those of batch and time, null or not, change nothing.</summary>
    internal static int LastOf(ref JsonCursor cursor, string what)
    {
        cursor.Expect(JsonTokenType.StartArray, what);
        int last = 0, count = 0; // last is 0 where there is no number
        for (; cursor.NextItem(); count++)
        {
            last = cursor.Kind == JsonTokenType.Null ? 0 : cursor.Whole(what, 1, int.MaxValue);
        }

        return count is 1 or 2 or 3 && last is > 0 and <= ModelLimits.Values
            ? last
            : throw cursor.Error($"{what} has {count} dimensions, the last of them {last}; batch, time and 1 to {ModelLimits.Values} values were expected.");
    }
}
