using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Diagnostics;

/// <summary>A diagnostic as a value.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, LocationInfo Location, EquatableArray<string> Arguments)
{
    internal static DiagnosticInfo At(Location location, DiagnosticDescriptor descriptor, params string[] arguments)
        => new(descriptor, LocationInfo.From(location), new(arguments));

    internal Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.ToLocation(), [.. Arguments]);
}
