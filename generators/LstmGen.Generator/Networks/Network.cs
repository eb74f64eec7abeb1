using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>One use of a layer's kernels in a network. Its index is that of its weights and of its rows of the state.</summary>
/// <param name="Layer">Which kernels.</param>
/// <param name="Reads">What it reads: the outputs of an earlier use, by its index, or <see cref="Network.Inputs"/>.</param>
/// <param name="Writes">The buffer of a run that its outputs go to. A buffer may be written again once all uses that read it are through.</param>
internal sealed record LayerUse(LayerSpec Layer, int Reads, int Writes);

/// <summary>What a model computes: uses of layers in the order in which they run, then the outputs.</summary>
/// <param name="Name">What kind it is and its sizes, for names of types: no other network of the same layers and head has it.</param>
/// <param name="Uses">The uses.</param>
/// <param name="Outputs">The use whose outputs become those of the model.</param>
/// <param name="Head">What makes them so; null where they are the model's as they stand.</param>
internal sealed record Network(string Name, EquatableArray<LayerUse> Uses, int Outputs, HeadSpec? Head)
{
    /// <summary>In place of the index of a use: the inputs of the model.</summary>
    internal const int Inputs = -1;

    /// <summary>The network that the options of a class describe.</summary>
    internal static Network Of(ModelSpec model) => Stack.Of(model);

    /// <summary>Every network that a class has kernels for: also that of its tokens, where it takes any.</summary>
    internal static IEnumerable<Network> AllOf(ModelSpec model) => model.Tokens > 0 ? [Of(model), Of(model).Projected()] : [Of(model)];

    /// <summary>The same for inputs that are projected already, with the same packed weights.</summary>
    internal Network Projected()
        => this with { Uses = new([.. Uses.Select(use => use.Reads == Inputs ? use with { Layer = use.Layer with { Projected = true } } : use)]) };

    /// <summary>Each kind of layer once, in the order of first use.</summary>
    internal IEnumerable<LayerSpec> Layers => Uses.Select(use => use.Layer).Distinct();
}
