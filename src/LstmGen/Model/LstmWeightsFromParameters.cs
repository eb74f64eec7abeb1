namespace LstmGen;

/// <summary>Weights of a model that exists: copied for one of the same shape.</summary>
internal sealed class LstmWeightsFromParameters(LstmParameters source) : LstmWeights
{
    public override LstmParameters Bind(LstmShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (source.Shape != shape with { Activations = source.Shape.Activations })
        {
            throw new LstmFormatException($"The parameters are those of {source.Shape}; {shape} was expected.");
        }

        var parameters = new LstmParameters(shape);
        foreach (LstmNamedParameter parameter in LstmParameterNames.List(shape, "", "head."))
        {
            float[] values = parameter.Values(parameters);
            parameter.Values(source).CopyTo(values.AsSpan());
            LstmWeightsFromTensors.RequireFinite("parameters", parameter, values);
        }

        return parameters;
    }
}
