namespace LstmGen;

/// <summary>Weights of a model that exists: copied for one of the same shape.</summary>
/// <param name="source">Not copied: nobody may change it before it is bound.</param>
internal sealed class LstmWeightsFromParameters(LstmParameters source) : LstmWeights
{
    /// <summary>Weights that what happens to the parameters later does not change.</summary>
    internal static LstmWeightsFromParameters CopyOf(LstmParameters parameters) => new(Copy(parameters, parameters.Shape));

    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!source.Shape.IsSameNetwork(shape))
        {
            throw new LstmFormatException($"The parameters are those of {source.Shape}; {shape} was expected.");
        }

        LstmParameters parameters = Copy(source, shape);
        foreach (ModelTensor tensor in shape.Tensors())
        {
            LstmWeightsFromTensors.RequireFinite("parameters", tensor, parameters.Values(tensor));
        }

        return parameters;
    }

    private static LstmParameters Copy(LstmParameters from, LstmShape shape)
    {
        var parameters = new LstmParameters(shape);
        foreach (ModelTensor tensor in shape.Tensors())
        {
            from.Values(tensor).CopyTo(parameters.Values(tensor).AsSpan());
        }

        return parameters;
    }
}
