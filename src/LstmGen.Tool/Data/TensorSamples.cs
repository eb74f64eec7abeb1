using LstmGen.Formats;

namespace LstmGen.Tool.Data;

/// <summary>Rows of a tensor of a safetensors file.</summary>
internal static class TensorSamples
{
    internal static Samples Load(string path, string name)
    {
        SafetensorsFile file = SafetensorsFile.Load(path);
        SafetensorsTensor tensor = file.Tensors is [var only] ? only : file[name];
        bool single = tensor.Shape is [_, 1, _];
        return tensor.Shape.Count is 1 or 2 || single
            ? new(tensor.ToFloats(), tensor.Shape.Count == 1 ? 1 : Width(path, tensor))
            : throw new ToolException(ExitCode.Refused, $"{path}: {tensor} was found; [steps, numbers of a row] or [steps, 1, numbers of a row] was expected.");
    }

    private static int Width(string path, SafetensorsTensor tensor)
        => tensor.Shape[^1] is > 0 and <= int.MaxValue and long width ? (int)width : throw new ToolException(ExitCode.Refused, $"{path}: {tensor} was found; rows of one number at least were expected.");
}
