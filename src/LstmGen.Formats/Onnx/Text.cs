using System.Globalization;

namespace LstmGen.Formats.Onnx;

/// <summary>Words of messages.</summary>
internal static class Text
{
    /// <summary>A name in quotes, cut where a hostile file would make a message of megabytes.</summary>
    internal static string Quote(string name) => name.Length > 100 ? $"'{name.AsSpan(0, 100)}...'" : $"'{name}'";

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Number(float value) => value.ToString(CultureInfo.InvariantCulture);
}
