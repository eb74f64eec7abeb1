using System.Text.RegularExpressions;

namespace LstmGen.Samples;

/// <summary>
/// Makes the SVG of a drawing that has <see cref="Font"/> the same in every run and readable with other fonts: whole texts are placed instead
/// of their letters, which other fonts would pull apart, and the names of clippings are counted from 0 in every file.
/// </summary>
internal static partial class PortableSvg
{
    /// <summary>The font that the places of texts are found with.</summary>
    public const string Font = "DejaVu Sans";

    /// <summary>What a reader has that is as wide.</summary>
    private const string Fonts = "DejaVu Sans, Verdana, sans-serif";

    public static string From(string svg)
    {
        svg = Letters().Replace(svg, " $1=\"$2\"").Replace($"font-family=\"{Font}\"", $"font-family=\"{Fonts}\"", StringComparison.Ordinal);
        string[] clips = [.. Clip().Matches(svg).Select(match => match.Groups[1].Value).Distinct()];
        return Clip().Replace(svg, match => match.Value.Replace(match.Groups[1].Value, $"clip{Array.IndexOf(clips, match.Groups[1].Value)}", StringComparison.Ordinal));
    }

    [GeneratedRegex("""(?<=<text[^>]*) (x|y)="([-0-9.]+), [^"]*"(?=[^>]*>)""")]
    private static partial Regex Letters();

    [GeneratedRegex("""(?:id="|url\(#)(cl_[0-9a-f]+)""")]
    private static partial Regex Clip();
}
