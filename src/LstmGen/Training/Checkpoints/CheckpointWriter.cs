using System.Globalization;
using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Collects the contents of a checkpoint; numbers that are not whole are written as their bits.</summary>
internal sealed class CheckpointWriter
{
    private readonly List<KeyValuePair<string, string>> _metadata = [];
    private readonly List<SafetensorsTensor> _tensors = [];

    internal void Text(string key, string value) => _metadata.Add(new(key, value));

    internal void Integer(string key, long value) => Text(key, value.ToString(CultureInfo.InvariantCulture));

    internal void Number(string key, double value)
        => Text(key, BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture));

    internal void Tensor(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values)
        => _tensors.Add(SafetensorsTensor.FromFloats(name, [.. dimensions], values));

    /// <summary>Writes the file, complete or not at all.</summary>
    internal void Save(string path)
    {
        Text(CheckpointSeal.Key, CheckpointSeal.Compute(_metadata, _tensors));
        SafetensorsWriter.Write(path, _tensors, _metadata);
    }
}
