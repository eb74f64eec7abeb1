namespace LstmGen.Formats.Onnx;

/// <summary>A layer on its way to an attribute: constants around it may still become part of its weights.</summary>
internal abstract class LayerDraft
{
    internal bool Residual { get; set; }
}

/// <summary>f(W x + b).</summary>
internal sealed class DenseDraft(float[] weight, float[]? bias, int units) : LayerDraft
{
    internal float[] Weight { get; set; } = weight;

    internal float[]? Bias { get; set; } = bias;

    internal int Units { get; } = units;

    internal LstmActivation Activation { get; set; } = LstmActivation.Affine;

    internal float Alpha { get; set; } = float.NaN;

    internal float Beta { get; set; } = float.NaN;

    internal bool Softmax { get; set; }

    /// <summary>Whether nothing but W x + b happens.</summary>
    internal bool IsLinear => Activation == LstmActivation.Affine && !Softmax && !Residual;
}

/// <summary>An LSTM or GRU of one layer.</summary>
internal sealed class RecurrentDraft(RecurrentNode node, IReadOnlyList<LayerTensors> tensors) : LayerDraft
{
    internal RecurrentNode Node { get; } = node;

    internal IReadOnlyList<LayerTensors> Tensors { get; } = tensors;

    internal bool Bias { get; init; }
}
