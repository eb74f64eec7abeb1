using LstmGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM001, LSTM002, LSTM008, LSTM009: what kind of class the generator can complete.</summary>
internal static class TypeRules
{
    internal static void Check(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, List<DiagnosticInfo> errors, CancellationToken cancellation)
    {
        Location location = declaration.Identifier.GetLocation();
        List<INamedTypeSymbol> chain = [.. SelfAndContaining(type)];

        List<string> closed = [.. chain.Where(each => !IsPartial(each, cancellation)).Reverse().Select(each => $"'{each.Name}'")];
        if (closed.Count > 0)
        {
            errors.Add(DiagnosticInfo.At(location, DiagnosticDescriptors.NotPartial, string.Join(" and ", closed), type.Name));
        }

        if (type.IsStatic || type.IsAbstract)
        {
            errors.Add(DiagnosticInfo.At(
                location, DiagnosticDescriptors.StaticOrAbstract, type.Name, type.IsStatic ? "static" : "abstract"));
        }

        if (chain.FirstOrDefault(each => each.IsGenericType && each.TypeParameters.Length > 0) is { } generic)
        {
            string what = SymbolEqualityComparer.Default.Equals(generic, type)
                ? $"'{type.Name}' is generic"
                : $"'{type.Name}' lies in the generic type '{generic.Name}'";
            errors.Add(DiagnosticInfo.At(location, DiagnosticDescriptors.Generic, what));
        }

        if (chain.FirstOrDefault(each => each.IsFileLocal) is { } local)
        {
            errors.Add(DiagnosticInfo.At(location, DiagnosticDescriptors.FileLocal, local.Name));
        }
    }

    internal static IEnumerable<INamedTypeSymbol> SelfAndContaining(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            yield return each;
        }
    }

    /// <summary>One part that is not partial is enough to make the compiler refuse another.</summary>
    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation)
        => type.DeclaringSyntaxReferences.All(reference =>
            reference.GetSyntax(cancellation) is TypeDeclarationSyntax part && part.Modifiers.Any(SyntaxKind.PartialKeyword));
}
