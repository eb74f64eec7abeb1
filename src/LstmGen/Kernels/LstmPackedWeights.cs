using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace LstmGen.Kernels;

/// <summary>The weights of a model as its kernels read them, in one block: where each use of a layer finds its own, the network's layout says.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LstmPackedWeights
{
    private readonly AlignedMemory _memory;
    private readonly float[]? _initial;

    /// <summary>Packs for a network.</summary>
    public LstmPackedWeights(LstmShape shape, LstmParameters parameters, LstmNetworkLayout layout)
        : this(shape, layout)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int use = 0; use < layout.Uses.Length; use++)
        {
            PackUse(parameters.Parts[layout.Uses[use].Part], use);
        }

        PackHead(parameters);
        _initial = LstmStateBeginning.RowOf(parameters);
    }

    /// <summary>Memory for a network; nothing is packed.</summary>
    internal LstmPackedWeights(LstmShape shape, LstmNetworkLayout layout)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(layout);
        (Shape, Layout) = (shape, layout);
        _memory = new AlignedMemory(layout.Floats);
    }

    /// <summary>The same weights as another network reads them, whose uses have theirs at the same places.</summary>
    internal LstmPackedWeights(LstmPackedWeights weights, LstmShape shape, LstmNetworkLayout layout)
        => (Shape, Layout, _memory) = (shape, layout, weights._memory);

    /// <summary>The model's shape: the one instance its states refer to.</summary>
    public LstmShape Shape { get; }

    /// <summary>The first float of the block.</summary>
    public ref float Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _memory.Reference;
    }

    /// <summary>A state that begins with the initial values among the weights; for generated code.</summary>
    public LstmState CreateState(int batch) => new(Shape, batch, _initial);

    internal LstmNetworkLayout Layout { get; }

    /// <summary>The first weight of a use.</summary>
    internal ref float Use(int use) => ref Unsafe.Add(ref Memory, Layout.Uses[use].Weights);

    /// <summary>The first weight of the head.</summary>
    internal ref float Head => ref Unsafe.Add(ref Memory, Layout.HeadWeights);

    internal void PackUse(LstmPartParameters parameters, int use)
    {
        LstmUse each = Layout.Uses[use];
        LstmPacker.PackUse(parameters, each, Shape.Parts, _memory.Span[each.Weights..]);
    }

    internal void PackHead(LstmParameters parameters)
    {
        if (Shape.HasHead)
        {
            LstmPacker.PackHead(parameters.Parts[^1], Shape.Parts.All[^1], _memory.Span[Layout.HeadWeights..]);
        }
    }
}
