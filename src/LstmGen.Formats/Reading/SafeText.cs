using System.Globalization;
using System.Text;

namespace LstmGen.Formats;

/// <summary>What comes from a file, as messages show it: never long, and without what a terminal would obey.</summary>
internal static class SafeText
{
    private const int Longest = 120;
    private const int MostDimensions = 8;

    /// <summary>A name in quotes.</summary>
    internal static string Quote(string name) => $"'{Plain(name)}'";

    /// <summary>A text without control characters, cut where it is long.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            plain.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        }

        return text.Length > Longest ? $"{plain}..." : plain.ToString();
    }

    /// <summary>Dimensions, such as <c>[512, 1]</c>.</summary>
    internal static string Shape(IReadOnlyList<long> shape)
        => shape.Count > MostDimensions ? $"[{string.Join(", ", shape.Take(MostDimensions))}, ... {shape.Count} dimensions]" : $"[{string.Join(", ", shape)}]";

    /// <summary>A few of many names, each in quotes.</summary>
    internal static string Names(IReadOnlyCollection<string> names, int most = 6)
        => names.Count == 0 ? "none" : string.Join(", ", names.Take(most).Select(Quote)) + (names.Count > most ? $" and {(names.Count - most).ToString(CultureInfo.InvariantCulture)} more" : "");
}
