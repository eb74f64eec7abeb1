namespace LstmGen.Formats.Onnx;

/// <summary>Bounds what a reader computes from a file by the size of that file: a few nodes can make a small constant large.</summary>
/// <param name="file">The file.</param>
internal sealed class MemoryBudget(ModelBytes file)
{
    private long _left = (6L * file.Content.Length) + (512 * 1024);

    /// <exception cref="LstmFormatException">More is taken than the file makes sense of.</exception>
    internal void Take(long bytes)
    {
        _left -= bytes;
        if (bytes < 0 || _left < 0)
        {
            throw file.Error("what the constants of this graph are computed to would take many times the memory of the file.");
        }
    }
}
