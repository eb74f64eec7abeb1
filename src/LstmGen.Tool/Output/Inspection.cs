using LstmGen.Formats;

namespace LstmGen.Tool.Output;

/// <summary>What <c>inspect</c> says of a file; these are the names of its JSON.</summary>
/// <param name="File">The path.</param>
/// <param name="Format">The format, such as <c>ONNX</c>.</param>
/// <param name="Attributes">The attributes of a class of the network, one a line.</param>
/// <param name="Input">Features of a sample.</param>
/// <param name="Output">Values that come out.</param>
/// <param name="Streams">Whether a class of it takes one sample after the other (<c>Step</c>).</param>
/// <param name="Parameters">Numbers among the weights.</param>
/// <param name="MultiplyAddsPerStep">Multiply-adds of one step of one sequence.</param>
/// <param name="WeightBytes">Bytes of the weights as floats, which a step reads once.</param>
/// <param name="InputGain">What inputs are to be multiplied by before.</param>
/// <param name="OutputGain">What outputs are to be multiplied by after.</param>
/// <param name="Tensors">The tensors of the class.</param>
/// <param name="Metadata">What the file says beside the network.</param>
/// <param name="Notes">What was left out or assumed.</param>
internal sealed record Inspection(
    string File, string Format, IReadOnlyList<string> Attributes, int Input, int Output, bool Streams, long Parameters, long MultiplyAddsPerStep, long WeightBytes,
    float InputGain, float OutputGain, IReadOnlyList<TensorInspection> Tensors, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Notes)
{
    internal static Inspection Of(LstmModelFile file)
    {
        LstmShape shape = file.Network.Shape;
        long parameters = file.Tensors.Sum(tensor => tensor.ElementCount);
        return new(
            file.Source, file.Format, LstmClassText.Attributes(file.Network).TrimEnd().Split('\n'), shape.Input, shape.OutputSize, new LstmDynamic(file.Network, file.Weights).CanStep, parameters,
            shape.MultiplyAddsPerStep, parameters * sizeof(float), file.InputGain, file.OutputGain,
            [.. file.Tensors.Select(tensor => new TensorInspection(tensor.Name, [.. tensor.Shape]))], file.Metadata, file.Notes);
    }
}

/// <summary>A tensor, by the name that the class gives it.</summary>
internal sealed record TensorInspection(string Name, IReadOnlyList<long> Shape);
