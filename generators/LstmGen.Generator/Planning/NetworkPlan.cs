using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Planning;

/// <summary>A use of a layer with the kernels planned for it.</summary>
/// <param name="Use">The use.</param>
/// <param name="Kernels">Its kernels.</param>
/// <param name="Weights">Where its packed weights start: floats.</param>
internal sealed record UsePlan(LayerUse Use, KernelPlan Kernels, int Weights)
{
    /// <summary>The kernels of products with weights.</summary>
    internal LayerPlan Layer => (LayerPlan)Kernels;

    internal bool IsCell => Use.Role is UseRole.Cell or UseRole.Reset;
}

/// <summary>A network on one instruction set: the plan of each use, and where the packed weights lie.</summary>
/// <param name="Network">The network.</param>
/// <param name="Uses">Its uses.</param>
/// <param name="HeadWeights">Where the weights of the head start, after those of all uses: floats.</param>
internal sealed record NetworkPlan(Network Network, EquatableArray<UsePlan> Uses, int HeadWeights)
{
    internal static NetworkPlan Of(Network network, Target target)
    {
        Dictionary<LayerSpec, KernelPlan> kinds = network.Layers.ToDictionary(
            layer => layer, layer => layer.IsCell ? new CellPlan(layer, target) : (KernelPlan)Planner.Plan(layer, target));
        var uses = new List<UsePlan>();
        int weights = 0;
        foreach (LayerUse use in network.Uses)
        {
            uses.Add(new UsePlan(use, kinds[use.Layer], weights));
            weights = checked(weights + kinds[use.Layer].PackedBlock);
        }

        return new NetworkPlan(network, new([.. uses]), weights);
    }

    /// <summary>Floats of all packed weights: those of the head are [Output, S], then the bias.</summary>
    internal int Floats => checked(HeadWeights + (Network.Head is { } head ? (head.Output * OutputStride) + RowLayout.Stride(head.Output) : 0));

    /// <summary>Floats between rows of what the outputs are made from.</summary>
    internal int OutputStride => RowLayout.Stride(Network.Nodes[Network.Outputs].Width);

    /// <summary>Floats of sums and of h after the step that a use needs in a step: those of the one that needs most.</summary>
    internal int SumScratch => Uses.Max(use => use.Kernels.StepScratch);

    /// <summary>Whether steps of some use go through its units in turn forwards and backwards.</summary>
    internal bool Turns => Uses.Any(use => Planner.Turns(use.Use.Layer));

    internal long WeightBytes => Uses.Sum(use => use.Kernels.ReadBytes) + (Network.Head is { } head ? 4L * head.Output * (OutputStride + 1) : 0);

    internal long MultiplyAdds => Uses.Sum(use => use.Kernels.MultiplyAdds) + (Network.Head is { } head ? (long)head.Output * head.Hidden : 0);
}
