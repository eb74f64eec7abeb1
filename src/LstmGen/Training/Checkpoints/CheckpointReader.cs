using System.Globalization;
using LstmGen.Formats;

namespace LstmGen.Training;

/// <summary>Gives the contents of a checkpoint one by one, each checked; what nobody asked for is an error at the end.</summary>
internal sealed class CheckpointReader
{
    private readonly SafetensorsFile _file;
    private readonly HashSet<string> _unread;

    /// <exception cref="LstmFormatException">The file is no checkpoint, or damaged.</exception>
    internal CheckpointReader(SafetensorsFile file)
    {
        CheckpointSeal.Check(file);
        _file = file;
        _unread = [.. file.Tensors.Select(tensor => tensor.Name)];
    }

    internal string Text(string key) => _file.Metadata.TryGetValue(key, out string? value) ? value : throw Error($"there is no {key} in the metadata");

    /// <summary>Throws unless a text is that of the trainer.</summary>
    /// <param name="key">Name of the text.</param>
    /// <param name="expected">That of the trainer.</param>
    /// <param name="cure">What lets training go on nevertheless.</param>
    internal void Same(string key, string expected, string cure = "")
    {
        string found = Text(key);
        if (found != expected)
        {
            throw Error($"the checkpoint was written for {key} = {SafetensorsTensor.Quote(found)}; the trainer has '{expected}'{cure}");
        }
    }

    internal long Integer(string key, long most = long.MaxValue)
    {
        string text = Text(key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= most
            ? value
            : throw Error($"{key} is {SafetensorsTensor.Quote(text)}; a whole number from 0 to {most} was expected");
    }

    internal double Number(string key)
    {
        string text = Text(key);
        return ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) && text.Length == 16
            ? BitConverter.UInt64BitsToDouble(bits)
            : throw Error($"{key} is {SafetensorsTensor.Quote(text)}; the 16 hexadecimal digits of a number were expected");
    }

    internal float LearningRate(string key)
    {
        double value = Number(key);
        return value >= 0 && float.IsFinite((float)value) ? (float)value : throw Error($"{key} is {value}; a finite number of at least 0 was expected");
    }

    internal float[] Tensor(string name, IReadOnlyList<long> dimensions)
    {
        SafetensorsTensor tensor = _file[name];
        _unread.Remove(name);
        return tensor.Dtype == SafetensorsDtype.F32 && tensor.Shape.SequenceEqual(dimensions)
            ? tensor.ToFloats()
            : throw Error($"found tensor {tensor}; F32 {SafetensorsTensor.ShapeText([.. dimensions])} was expected");
    }

    /// <summary>Throws unless every tensor was read.</summary>
    internal void End()
    {
        if (_unread.Count > 0)
        {
            throw Error($"tensor {SafetensorsTensor.Quote(_unread.Order(StringComparer.Ordinal).First())} is not used by the trainer");
        }
    }

    private LstmFormatException Error(string message) => new($"{_file.Source}: {message}.");
}
