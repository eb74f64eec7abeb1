namespace LstmGen.Formats.Onnx;

/// <summary>What is known of a value of a graph.</summary>
internal abstract record OnnxValue;

/// <summary>A tensor of the file, or what was computed from such.</summary>
/// <param name="Tensor">Its elements.</param>
internal sealed record ConstantValue(OnnxTensor Tensor) : OnnxValue;

/// <summary>A few whole numbers that shapes are made of, known or sizes of axes.</summary>
/// <param name="Elements">The numbers; one where it is a scalar.</param>
/// <param name="Rank">0 of a scalar, 1 of a list.</param>
internal sealed record NumbersValue(Size[] Elements, int Rank) : OnnxValue
{
    internal const int Most = 1024;
}

/// <summary>A value that depends on the inputs of the graph.</summary>
/// <param name="Node">What computes it.</param>
/// <param name="Axes">How it lies.</param>
internal sealed record FlowValue(FlowNode Node, Axes Axes) : OnnxValue;

/// <summary>A value that could not be followed: it is an error for whoever needs it.</summary>
/// <param name="Error">Why.</param>
internal sealed record ErrorValue(LstmFormatException Error) : OnnxValue
{
    /// <summary>Whether the operator is one that is known.</summary>
    internal bool Has { get; init; } = true;
}
