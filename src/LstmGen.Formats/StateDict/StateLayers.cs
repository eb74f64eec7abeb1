namespace LstmGen.Formats;

/// <summary>Which layers modules are, by the names and shapes of their tensors.</summary>
internal static class StateLayers
{
    private const int MostUnits = 65536;

    /// <summary>The layer of a module; null where no layer has such tensors.</summary>
    /// <exception cref="LstmFormatException">It is a layer that lacks something, or one of another kind.</exception>
    internal static StateLayer? Of(ModelBytes file, StateModule module)
    {
        if (module.IsRecurrent)
        {
            return RecurrentModule.Read(file, module);
        }

        if (module.Find("weight") is not { Shape: [> 0 and <= MostUnits, > 0 and <= MostUnits] } weight)
        {
            return null;
        }

        var layer = new DenseAttribute((int)weight.Shape[0]) { Bias = module.Find("bias") is not null };
        int reads = (int)weight.Shape[1];
        return Checked(file, new(module, layer, reads, layer.Units, LayerNames.Dense(layer.Units, layer.Bias, reads)));
    }

    internal static StateLayer Checked(ModelBytes file, StateLayer layer)
    {
        layer.Check(file);
        return layer;
    }
}
