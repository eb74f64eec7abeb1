using Google.Protobuf;
using LstmGen.Formats.Onnx.Writing;

namespace LstmGen.Formats;

/// <summary>
/// Writes networks as ONNX, for ONNX Runtime and others: input <c>X</c> [time, batch, features] or tokens [time, batch], output <c>Y</c> [time, batch, values], or [batch, values] where outputs
/// are of all steps together. Each recurrent layer is a node LSTM or GRU.
/// </summary>
/// <remarks>
/// ONNX has no projections, layer normalisation, zoneout, clips of c, exponential gates, i = 1 - f, GELU inside of a cell, nor stacks of directions apart: a network with one of these is an error that names
/// it. Outputs of dense layers past the end of a shorter sequence are not 0, as they are in a class.
/// </remarks>
public static class OnnxWriter
{
    /// <summary>Writes a model that was read from a file of any format.</summary>
    /// <param name="path">The file, which takes the place of an older one once it is complete.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <exception cref="LstmFormatException">ONNX cannot say what the network is, or its tensors are not those of the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The opset is not one of 14 to 22.</exception>
    /// <exception cref="IOException">The file cannot be written; an older file is left as it was.</exception>
    public static void Write(string path, LstmModelFile model, OnnxWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] content = ToBytes(model, options);
        SafeFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>Writes a network with weights of a class of it, such as <c>parameters.ToTensors()</c>.</summary>
    /// <param name="path">The file, which takes the place of an older one once it is complete.</param>
    /// <param name="network">The network.</param>
    /// <param name="tensors">Its tensors, F32, F16 or BF16, by the names that a class gives them.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <exception cref="LstmFormatException">As above.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The opset is not one of 14 to 22.</exception>
    /// <exception cref="IOException">The file cannot be written; an older file is left as it was.</exception>
    public static void Write(string path, LstmNetworkDescription network, IReadOnlyList<SafetensorsTensor> tensors, OnnxWriteOptions? options = null)
        => Write(path, new LstmModelFile("class", path, network, tensors), options);

    /// <summary>The content of the file.</summary>
    internal static byte[] ToBytes(LstmModelFile model, OnnxWriteOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Opset, 14, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Opset, 22, nameof(options));
        if (model.Tensors.Sum(tensor => 4 * tensor.ElementCount) > int.MaxValue - (16 << 20))
        {
            throw new LstmFormatException($"{model.Source}: the tensors have more bytes than the 2 GiB that an ONNX file can have.");
        }

        return new NetworkWriter(model, options).Write().ToByteArray();
    }
}
