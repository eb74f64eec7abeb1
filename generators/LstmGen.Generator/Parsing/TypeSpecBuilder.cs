using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LstmGen.Generator.Parsing;

/// <summary>Writes the headers that open the generated half of a class, whatever it is nested in.</summary>
internal static class TypeSpecBuilder
{
    internal static TypeSpec Build(INamedTypeSymbol type)
    {
        string[] containing = [.. TypeRules.SelfAndContaining(type).Skip(1).Reverse().Select(each => $"partial {Keyword(each)} {Escape(each.Name)}")];
        string[] namespaces = [.. NamespaceParts(type.ContainingNamespace)];

        return new TypeSpec(
            string.Join(".", namespaces.Select(Escape)),
            new(containing),
            $"{SyntaxFacts.GetText(type.DeclaredAccessibility)} {(type.IsSealed ? "sealed " : "")}partial {Keyword(type)} {Escape(type.Name)}",
            Escape(type.Name),
            FullName(type),
            HintName: FullName(type));
    }

    /// <summary>Such as <c>Weather.Outer+Forecaster</c>.</summary>
    internal static string FullName(INamedTypeSymbol type)
    {
        string path = string.Join("+", TypeRules.SelfAndContaining(type).Reverse().Select(each => each.Name));
        return string.Join(".", [.. NamespaceParts(type.ContainingNamespace), path]);
    }

    private static IEnumerable<string> NamespaceParts(INamespaceSymbol space)
        => space.IsGlobalNamespace ? [] : NamespaceParts(space.ContainingNamespace).Append(space.Name);

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Interface } => "interface",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
        { TypeKind: TypeKind.Struct } => "struct",
        { IsRecord: true } => "record",
        _ => "class",
    };

    /// <summary>Contextual keywords too: a class may be called <c>record</c>.</summary>
    private static string Escape(string name)
        => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;
}
