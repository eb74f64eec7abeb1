using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>The weights of a model as its kernels read them, in one block: the layers in order, then the head.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmPackedWeights
{
    private readonly AlignedMemory _memory;
    private readonly int _first;
    private readonly int _upper;

    /// <summary>Packs for the panels given.</summary>
    public LstmPackedWeights(LstmShape shape, LstmParameters parameters, LstmPanels first, LstmPanels upper)
        : this(shape, first, upper)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            PackLayer(parameters, layer, layer == 0 ? first : upper);
        }

        PackHead(parameters);
    }

    /// <summary>Memory for the panels given; nothing is packed.</summary>
    internal LstmPackedWeights(LstmShape shape, LstmPanels first, LstmPanels upper)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        int firstFloats = first.Floats(shape.Input, shape.Hidden);
        int upperFloats = shape.Layers == 1 ? 0 : upper.Floats(shape.Hidden, shape.Hidden);
        int head = checked(firstFloats + ((shape.Layers - 1) * upperFloats));
        _memory = new AlignedMemory(checked(head + (shape.Output * LstmStateLayout.Round16(shape.Hidden)) + LstmStateLayout.Round16(shape.Output)));
        (_first, _upper, Head) = (firstFloats, upperFloats, head);
    }

    /// <summary>The model's shape: the one instance its states refer to.</summary>
    public LstmShape Shape { get; }

    /// <summary>The first float of the block.</summary>
    public ref float Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _memory.Reference;
    }

    /// <summary>Where the head starts.</summary>
    public int Head { get; }

    internal void PackLayer(LstmParameters parameters, int layer, LstmPanels panels)
        => LstmPacker.PackLayer(parameters.Layers[layer], Shape.LayerInput(layer), Shape.Hidden, panels, _memory.Span[Layer(layer)..]);

    internal void PackHead(LstmParameters parameters)
        => LstmPacker.PackHead(parameters, LstmStateLayout.Round16(Shape.Hidden), _memory.Span[Head..]);

    /// <summary>Where a layer starts.</summary>
    public int Layer(int layer) => layer == 0 ? 0 : _first + ((layer - 1) * _upper);
}
