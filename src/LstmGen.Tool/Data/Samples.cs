namespace LstmGen.Tool.Data;

/// <summary>Rows of numbers, one a step: [Count, Width].</summary>
/// <param name="Values">The rows, one behind the other.</param>
/// <param name="Width">Numbers of a row.</param>
internal sealed record Samples(float[] Values, int Width)
{
    internal int Count => Values.Length / Width;

    /// <summary>The rows of a file: a safetensors file of one tensor [T, width] or of one of that name, or lines of numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensor">Name of the tensor, where there are several.</param>
    internal static Samples Load(string path, string tensor)
        => Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase) ? TensorSamples.Load(path, tensor) : CsvSamples.Load(path);

    /// <summary>The same rows, once they have been compared with what is read or given.</summary>
    internal Samples Of(int width, string path, string what)
        => Width == width ? this : throw new ToolException(ExitCode.Refused, $"{path}: a row has {Width} numbers; the {width} {what} of the network were expected.");
}
