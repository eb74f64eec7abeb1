using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>The networks and kernels that a set of models needs, each once, in the order of first use.</summary>
internal static class SharedParts
{
    internal static IEnumerable<Network> Networks(IEnumerable<ModelSpec> models) => models.Select(Network.Of).Distinct();

    internal static IEnumerable<LayerSpec> Layers(IEnumerable<ModelSpec> models) => Networks(models).SelectMany(network => network.Layers).Distinct();

    internal static IEnumerable<HeadSpec> Heads(IEnumerable<ModelSpec> models) => Networks(models).Select(network => network.Head).OfType<HeadSpec>().Distinct();

    /// <summary>Those of models that can be trained.</summary>
    internal static IEnumerable<Network> TrainedNetworks(IEnumerable<ModelSpec> models) => Networks(Trained(models));

    /// <inheritdoc cref="TrainedNetworks"/>
    internal static IEnumerable<LayerSpec> TrainedLayers(IEnumerable<ModelSpec> models) => Layers(Trained(models));

    /// <inheritdoc cref="TrainedNetworks"/>
    internal static IEnumerable<HeadSpec> TrainedHeads(IEnumerable<ModelSpec> models) => Heads(Trained(models));

    private static IEnumerable<ModelSpec> Trained(IEnumerable<ModelSpec> models) => models.Where(model => model.Training);
}
