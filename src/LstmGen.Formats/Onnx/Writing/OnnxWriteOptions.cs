namespace LstmGen.Formats;

/// <summary>How a model is written as ONNX.</summary>
public sealed record OnnxWriteOptions
{
    /// <summary>The version of ONNX's operators, 14 to 22. 17 by default.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>
    /// Whether h and c before the first step are inputs of the graph, <c>initial_h_0</c> and <c>initial_c_0</c> [directions, batch, units] of each recurrent layer, and after the last step outputs,
    /// <c>h_0</c> and <c>c_0</c>: needed to go on with a sequence. A layer with learned initial states has outputs alone. True by default.
    /// </summary>
    public bool States { get; init; } = true;

    /// <summary>Whether the lengths of sequences are an input, <c>lengths</c> [batch], whole numbers of 32 bits. False by default: every sequence has all steps.</summary>
    public bool Lengths { get; init; }
}
