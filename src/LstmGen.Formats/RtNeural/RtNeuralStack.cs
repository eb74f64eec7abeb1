using System.Globalization;
using System.Text.Json;

namespace LstmGen.Formats;

/// <summary>The layers of an RTNeural model, from the inputs on.</summary>
internal sealed class RtNeuralStack
{
    internal const string Model = "the model";
    internal const string Shape = "in_shape";
    internal const string Layers = "layers";

    private readonly List<RtNeuralLayer> _layers = [];

    /// <summary>Features of a sample.</summary>
    internal int Input { get; private init; }

    /// <summary>Values that the layers so far give.</summary>
    internal int Width => _layers.Count == 0 ? Input : Last.Width;

    internal RtNeuralLayer First => _layers[0];

    internal RtNeuralLayer Last => _layers[^1];

    /// <summary>Reads <c>in_shape</c> and <c>layers</c>, on which the cursors stand.</summary>
    internal static RtNeuralStack Read(ref JsonCursor shape, ref JsonCursor layers)
    {
        var stack = new RtNeuralStack { Input = LastOf(ref shape, Shape) };
        layers.Expect(JsonTokenType.StartArray, Layers);
        for (int at = 0; layers.NextItem(); at++)
        {
            RtNeuralLayerReader.Read(ref layers, string.Create(CultureInfo.InvariantCulture, $"{Layers}[{at}]"), stack);
        }

        return stack._layers.Count > 0 ? stack : throw layers.Error($"{Layers} is empty; a recurrent layer at least was expected.");
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

    internal void Add(RtNeuralLayer layer) => _layers.Add(layer);

    /// <summary>
    /// The layer that takes in a function of each value: the last one if it is linear, one that gives what it reads after a recurrent layer; null where there is neither.
    /// </summary>
    internal RtNeuralLayer? Linear()
    {
        if (_layers.Count > 0 && Last.Recurrent is not null)
        {
            Add(RtNeuralLayer.Identity(Width));
        }

        return _layers.Count > 0 && Last.IsLinear ? Last : null;
    }

    /// <summary>Adds the layers to a model.</summary>
    /// <param name="cursor">For messages.</param>
    /// <param name="builder">Of the model.</param>
    internal void AddTo(JsonCursor cursor, ModelBuilder builder)
    {
        builder.Input = Input;
        foreach (RtNeuralLayer layer in _layers)
        {
            if (!layer.IsFinite)
            {
                throw cursor.Error("weights are too large for F32 once gains and batchnorm are multiplied in; finite ones were expected.");
            }

            layer.AddTo(builder);
        }
    }
}
