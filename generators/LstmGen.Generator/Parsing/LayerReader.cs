using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Parsing;

/// <summary>The layers that attributes on a class declare, in the order in which they are written.</summary>
internal static class LayerReader
{
    private static readonly HashSet<string> s_names = [.. DeclaredLayers.Names];

    /// <summary>The network with its layers, as far as they are right; what is wrong with each is said where it is written.</summary>
    internal static ModelSpec Read(INamedTypeSymbol type, ModelSpec network, AttributeReader attribute, List<DiagnosticInfo> errors, CancellationToken cancellation)
    {
        var faults = new List<ArgumentFault>();
        IEnumerable<AttributeReader> layers = type.GetAttributes().Where(IsLayer).OrderBy(data => data.ApplicationSyntaxReference?.Span.Start ?? 0)
            .Select(data => AttributeReader.Read(data, cancellation)).OfType<AttributeReader>(); // of others the compiler says what is wrong
        ModelSpec model = DeclaredLayers.Read($"'{type.Name}'", network, attribute, layers, faults);
        errors.AddRange(faults.Select(OptionRules.Diagnostic));
        return model;
    }

    /// <summary>LSTM023 for a layer of a class that is no network: it would say something that nobody reads.</summary>
    internal static DiagnosticInfo? Astray(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
        => context.TargetSymbol.GetAttributes().Any(data => data.AttributeClass?.ToDisplayString() is ModelParser.NetworkName or ModelParser.AttributeName)
            ? null
            : DiagnosticInfo.At(
                context.Attributes[0].ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation(), DiagnosticDescriptors.WrongNetwork,
                $"'{context.TargetSymbol.Name}' declares a layer and is no network; [LstmNetwork] was expected on it");

    /// <summary>Whether a class declares layers.</summary>
    internal static bool IsLayer(AttributeData data) => s_names.Contains(data.AttributeClass?.ToDisplayString() ?? "");
}
