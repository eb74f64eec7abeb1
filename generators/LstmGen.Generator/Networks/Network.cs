using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Generator.Networks;

/// <summary>One use of a layer's kernels in a network, with weights of its own.</summary>
/// <param name="Layer">Which kernels.</param>
/// <param name="Part">Whose parameters: an index of the network's parts.</param>
/// <param name="Role">Which of the part's parameters, and what they are to it.</param>
internal sealed record LayerUse(LayerSpec Layer, int Part, UseRole Role);

/// <summary>What a use is to its part; the names are those of LstmGen.Kernels.LstmUseRole.</summary>
internal enum UseRole
{
    Layer,
    Projection,
    Inputs,
    Hidden,
    Cell,
    Reset,
    Candidate,
}

/// <summary>What a model computes: nodes in the order in which they run, then the outputs.</summary>
/// <param name="Name">What kind it is and its sizes, for names of types: no other network of the same layers and head has it.</param>
/// <param name="Parts">What has parameters and states, in PyTorch's order.</param>
/// <param name="Uses">Uses of kernels.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Outputs">The node whose values become those of the model.</param>
/// <param name="Head">What makes them so; null where they are the model's as they stand.</param>
internal sealed record Network(
    string Name, EquatableArray<PartSpec> Parts, EquatableArray<LayerUse> Uses, EquatableArray<NetworkNode> Nodes, int Outputs, HeadSpec? Head)
{
    /// <summary>Whether all layers have the options of the first: then its name does not hold them.</summary>
    internal bool IsStack { get; init; }

    /// <summary>The largest table of sums of embedded tokens, 4 MiB: what a phone has to spare and a second cache or third still helps with.</summary>
    internal const int MostTableBytes = 4 << 20;

    /// <summary>In place of the index of a node: the inputs of the model.</summary>
    internal const int Inputs = -1;

    /// <summary>The network that the options of a class describe.</summary>
    internal static Network Of(ModelSpec model) => model.IsNetwork ? Declared.Of(model) : Stack.Of(model);

    /// <summary>Every network that a class has kernels for: also that of its tokens, where it takes any.</summary>
    internal static IEnumerable<Network> AllOf(ModelSpec model) => FoldsTokens(model) ? [Of(model), OfTokens(model)] : [Of(model)];

    /// <summary>The network that reads a row of a table for each token: where its first sums start, or its vector.</summary>
    internal static Network OfTokens(ModelSpec model) => FoldsTokens(model) ? Of(model).Projected() : Of(model);

    /// <summary>Whether the table of tokens holds where the first sums start: one layer alone reads the inputs, and the table of embeddings would not be large.</summary>
    internal static bool FoldsTokens(ModelSpec model)
    {
        if (model.Tokens == 0)
        {
            return false;
        }

        var network = Of(model);
        bool one = network.Nodes[0].Recurs && network.Nodes.All(node => node.Kind != NodeKind.Reverse) && network.Nodes.Count(node => node.ReadsNode(Inputs)) == 1;
        return one && (model.Embedding == 0 || 4L * model.Tokens * SumRow(network) <= MostTableBytes);
    }

    /// <summary>Floats of a row of the first layer's sums.</summary>
    private static long SumRow(Network network)
    {
        LstmPart part = network.Parts[network.Uses[0].Part].Part;
        return (long)part.Cell.Sums * RowLayout.Stride(part.Units);
    }

    /// <summary>The same for inputs that are projected already, with the same packed weights.</summary>
    internal Network Projected()
    {
        var first = new HashSet<int>(Nodes.Where(node => node.Recurs && node.Reads == Inputs).Select(node => node.Use));
        return this with { Uses = new([.. Uses.Select((use, at) => first.Contains(at) ? use with { Layer = use.Layer with { Projected = true } } : use)]) };
    }

    /// <summary>Each kind of layer once, in the order of first use.</summary>
    internal IEnumerable<LayerSpec> Layers => Uses.Select(use => use.Layer).Distinct();

    /// <summary>Values of a row of outputs.</summary>
    internal int OutputSize => Head?.Output ?? Nodes[Outputs].Width;

    /// <summary>Whether it can take one step after the other: no layer reads from the end, and no outputs are of several steps.</summary>
    internal bool Streams => Nodes.All(node => node.Kind is not (NodeKind.Reverse or NodeKind.Mean or NodeKind.Max));

    /// <summary>Floats before a state of the recurrent layers, of one row: as LstmParts has them.</summary>
    internal int Place(int layer, int state)
    {
        int place = 0;
        int index = 0;
        foreach (PartSpec part in Parts.Where(part => part.Part.Recurs))
        {
            for (int each = 0; each < part.Part.Cell.States.Length; each++)
            {
                if (index == layer && each == state)
                {
                    return place;
                }

                place += RowLayout.Stride(part.Part.Width(each));
            }

            index++;
        }

        throw new ArgumentOutOfRangeException(nameof(layer));
    }
}
