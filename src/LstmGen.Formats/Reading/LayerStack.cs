namespace LstmGen.Formats;

/// <summary>The layers of a network that is being read, from the inputs on.</summary>
/// <param name="input">Features of a sample.</param>
internal sealed class LayerStack(int input)
{
    private readonly List<StackLayer> _layers = [];

    /// <summary>Features of a sample.</summary>
    internal int Input { get; } = input;

    /// <summary>Values that the layers so far give.</summary>
    internal int Width => _layers.Count == 0 ? Input : Last.Width;

    internal int Count => _layers.Count;

    internal StackLayer First => _layers[0];

    internal StackLayer Last => _layers[^1];

    internal void Add(StackLayer layer) => _layers.Add(layer);

    /// <summary>
    /// The layer that takes in a function of each value: the last one if it is linear, one that gives what it reads after a recurrent layer; null where there is neither.
    /// </summary>
    internal StackLayer? Linear()
    {
        if (Count > 0 && Last.IsRecurrent)
        {
            Add(StackLayer.Identity(Width));
        }

        return Count > 0 && Last.IsLinear ? Last : null;
    }

    /// <summary>Adds the layers to a model.</summary>
    internal void AddTo(ModelBytes file, ModelBuilder builder)
    {
        builder.Input = Input;
        foreach (StackLayer layer in _layers)
        {
            if (!layer.IsFinite)
            {
                throw file.Error("weights are too large for F32 once what scales them is multiplied in; finite ones were expected.");
            }

            layer.AddTo(builder);
        }
    }
}
