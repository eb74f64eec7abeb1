using LstmGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM005: members that the user wrote or inherits and the generator declares as well.</summary>
internal static class MemberRules
{
    private static readonly SymbolDisplayFormat ParameterFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    internal static void Check(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, GeneratedMembers generated, List<DiagnosticInfo> errors, CancellationToken cancellation)
    {
        if (generated.MethodNames.Contains(type.Name))
        {
            errors.Add(OwnName(type, declaration));
        }

        errors.AddRange(Collisions(type, declaration, generated.Names, (member, own) => Collision(member, own, generated), cancellation));
    }

    /// <summary>The same for the members that a class has only with weights of the project.</summary>
    internal static IEnumerable<DiagnosticInfo> CollisionsOfWeights(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, CancellationToken cancellation)
        => Collisions(
            type, declaration, GeneratedMembers.NamesWithWeights,
            static (member, _) => GeneratedMembers.NamesWithWeights.Contains(member.Name) ? member.Name : null, cancellation);

    private static DiagnosticInfo OwnName(INamedTypeSymbol type, TypeDeclarationSyntax declaration)
        => DiagnosticInfo.At(declaration.Identifier.GetLocation(), DiagnosticDescriptors.MemberCollides, type.Name, type.Name, type.Name);

    private static IEnumerable<DiagnosticInfo> Collisions(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, string[] names, Func<ISymbol, bool, string?> collision,
        CancellationToken cancellation)
    {
        if (names.Contains(type.Name))
        {
            yield return OwnName(type, declaration);
        }

        for (INamedTypeSymbol? owner = type; owner is { SpecialType: SpecialType.None }; owner = owner.BaseType)
        {
            cancellation.ThrowIfCancellationRequested();
            bool own = SymbolEqualityComparer.Default.Equals(owner, type);
            foreach (ISymbol member in owner.GetMembers())
            {
                if (member.IsImplicitlyDeclared || (!own && member.DeclaredAccessibility == Accessibility.Private)
                    || collision(member, own) is not { } generated)
                {
                    continue;
                }

                Location location = own && member.Locations.FirstOrDefault(each => each.IsInSource) is { } there
                    ? there
                    : declaration.Identifier.GetLocation();
                string written = own ? member.Name : $"{owner.Name}.{member.Name}";
                yield return DiagnosticInfo.At(
                    location, DiagnosticDescriptors.MemberCollides, written == ".ctor" ? generated : written, generated, type.Name);
            }
        }
    }

    /// <summary>The generated member that this one collides with, or null.</summary>
    private static string? Collision(ISymbol member, bool own, GeneratedMembers all)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } method)
        {
            string signature = Signature(method);
            string[] generated = method.MethodKind == MethodKind.Ordinary ? all.Methods
                : own ? GeneratedMembers.Constructors : [];
            if (method.Arity == 0 && generated.Contains(signature))
            {
                return signature.Replace(".ctor", member.ContainingType.Name);
            }
        }
        else if (all.MethodNames.Contains(member.Name))
        {
            return member.Name;
        }

        return all.Names.Contains(member.Name) ? member.Name : null;
    }

    internal static string Signature(IMethodSymbol method)
    {
        IEnumerable<string> parameters = method.Parameters.Select(parameter =>
            (parameter.RefKind == RefKind.None ? "" : "ref ") + parameter.Type.ToDisplayString(ParameterFormat));
        return $"{method.Name}({string.Join(", ", parameters)})";
    }
}
