using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LstmGen.Generator.Diagnostics;

/// <summary>A place in a source file, as a value: a Location would keep the whole compilation alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    internal static LocationInfo From(Location location)
        => new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    internal Location ToLocation() => Location.Create(Path, Span, Lines);
}
