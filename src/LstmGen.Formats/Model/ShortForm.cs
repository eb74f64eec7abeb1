namespace LstmGen.Formats;

/// <summary>Networks of the long form that the short one can say, which then names their tensors.</summary>
internal static class ShortForm
{
    private const string Layer = "lstm0.";
    private const string Dense = "dense1.";
    private const string Head = "head.";

    internal static (LstmNetworkDescription Network, IReadOnlyList<SafetensorsTensor> Tensors) Of(LstmNetworkDescription network, IReadOnlyList<SafetensorsTensor> tensors)
        => Model(network) is { } model ? (new(model), [.. tensors.Select(Renamed)]) : (network, tensors);

    private static LstmModelAttribute? Model(LstmNetworkDescription description)
    {
        if (description is not { Network: { Skip: false } network, Layers: [LstmAttribute { Name: null, Residual: false } lstm, ..] } || description.Layers.Count > 2)
        {
            return null;
        }

        var head = description.Layers.ElementAtOrDefault(1) as DenseAttribute;
        if (head is null ? description.Layers.Count > 1 : !IsHead(head) || head.Bias != lstm.Bias)
        {
            return null;
        }

        var model = new LstmModelAttribute(lstm.Hidden, lstm.Layers, network.Input, head?.Units ?? 0)
        {
            Bias = lstm.Bias, Projection = lstm.Projection, Direction = lstm.Direction, Merge = lstm.Merge,
            Outputs = network.Outputs, Activations = network.Activations, Training = network.Training, Unroll = network.Unroll,
            Tokens = network.Tokens, Embedding = network.Embedding,
        };
        LayerOptions.Copy<LstmCellAttribute>(lstm, model);
        return model;
    }

    private static bool IsHead(DenseAttribute dense)
        => dense is { Name: null, Activation: LstmActivation.Affine, Alpha: float.NaN, Beta: float.NaN, Softmax: false, Residual: false };

    private static SafetensorsTensor Renamed(SafetensorsTensor tensor)
        => tensor.Name.StartsWith(Layer, StringComparison.Ordinal) ? With(tensor, tensor.Name[Layer.Length..])
            : tensor.Name.StartsWith(Dense, StringComparison.Ordinal) ? With(tensor, Head + tensor.Name[Dense.Length..]) : tensor;

    private static SafetensorsTensor With(SafetensorsTensor tensor, string name) => new(name, tensor.Dtype, [.. tensor.Shape], tensor.Data);
}
