using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Networks;

/// <summary>The networks and kernels that a set of models needs, each once, in the order of first use.</summary>
internal static class SharedParts
{
    internal static IEnumerable<Network> Networks(IEnumerable<ModelSpec> models) => models.SelectMany(Network.AllOf).Distinct();

    internal static IEnumerable<LayerSpec> Layers(IEnumerable<ModelSpec> models) => Layers(Networks(models));

    internal static IEnumerable<HeadSpec> Heads(IEnumerable<ModelSpec> models) => Networks(models).Select(network => network.Head).OfType<HeadSpec>().Distinct();

    /// <summary>Those of models that can be trained.</summary>
    internal static IEnumerable<Network> TrainedNetworks(IEnumerable<ModelSpec> models) => Trained(models).Select(Network.Of).Distinct();

    /// <inheritdoc cref="TrainedNetworks"/>
    internal static IEnumerable<LayerSpec> TrainedLayers(IEnumerable<ModelSpec> models) => Layers(TrainedNetworks(models));

    /// <inheritdoc cref="TrainedNetworks"/>
    internal static IEnumerable<HeadSpec> TrainedHeads(IEnumerable<ModelSpec> models) => Heads(Trained(models));

    /// <summary>Those of models whose steps several threads can share.</summary>
    internal static IEnumerable<Network> LowLatencyNetworks(IEnumerable<ModelSpec> models)
        => models.Where(model => model.LowLatency).Select(Network.Of).Where(network => network.Streams).Distinct();

    /// <inheritdoc cref="LowLatencyNetworks"/>
    internal static IEnumerable<LayerSpec> LowLatencyLayers(IEnumerable<ModelSpec> models) => Layers(LowLatencyNetworks(models));

    private static IEnumerable<LayerSpec> Layers(IEnumerable<Network> networks) => networks.SelectMany(network => network.Layers).Distinct();

    private static IEnumerable<ModelSpec> Trained(IEnumerable<ModelSpec> models) => models.Where(model => model.Training);
}
