namespace LstmGen.Generator.Specs;

/// <summary>The kernels that a set of models needs, each once, in the order of first use.</summary>
internal static class SharedParts
{
    internal static IEnumerable<LayerSpec> Layers(IEnumerable<ModelSpec> models)
        => models.SelectMany(model => model.Upper is { } upper ? new[] { model.First, upper } : [model.First]).Distinct();

    internal static IEnumerable<HeadSpec> Heads(IEnumerable<ModelSpec> models)
        => models.Select(model => model.Head).OfType<HeadSpec>().Distinct();

    /// <summary>Those of models that can be trained.</summary>
    internal static IEnumerable<LayerSpec> TrainedLayers(IEnumerable<ModelSpec> models) => Layers(models.Where(model => model.Training));

    /// <inheritdoc cref="TrainedLayers"/>
    internal static IEnumerable<HeadSpec> TrainedHeads(IEnumerable<ModelSpec> models) => Heads(models.Where(model => model.Training));
}
