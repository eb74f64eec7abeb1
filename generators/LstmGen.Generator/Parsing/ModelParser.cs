using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using LstmGen.Generator.Weights;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>From an annotated class to an equatable value. Symbols and syntax end here.</summary>
internal static class ModelParser
{
    internal const string AttributeName = "LstmGen.LstmModelAttribute";
    internal const string NetworkName = "LstmGen.LstmNetworkAttribute";

    /// <summary>Null where there is nothing to say: the compiler itself reports a malformed attribute.</summary>
    internal static AnnotatedClass? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        if (context.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
            || !HasName(type)
            || AttributeReader.Read(context.Attributes[0], cancellation) is not { } attribute
            || !IsFirst(attribute, type, declaration))
        {
            return null;
        }

        ParsedModel model = Check(type, declaration, attribute, cancellation);
        DiagnosticInfo[] collisions = [.. MemberRules.CollisionsOfWeights(type, declaration, cancellation)];
        var name = new ModelName(TypeSpecBuilder.FullName(type), collisions.Length > 0);
        return new(model, new(name, LocationInfo.From(attribute.Location), new(collisions)));
    }

    private static ParsedModel Check(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, AttributeReader attribute, CancellationToken cancellation)
    {
        var errors = new List<DiagnosticInfo>();
        ModelSpec model = OptionRules.Apply(ModelSpec.Default(TypeSpecBuilder.Build(type)), attribute, errors, attribute.Attribute == NetworkName ? [DeclaredLayers.Skip] : []);
        LanguageRules.Check(declaration, errors);
        TypeRules.Check(type, declaration, errors, cancellation);
        if (attribute.Attribute == NetworkName)
        {
            OptionRules.CheckArguments(model, attribute, errors);
            model = LayerReader.Read(type, model, attribute, errors, cancellation);
            if (errors.Count == 0)
            {
                OptionRules.CheckTotal(model, attribute, errors);
            }
        }
        else
        {
            OptionRules.Check(model, attribute, errors);
            NotANetwork(type, attribute, errors);
        }

        MemberRules.Check(type, declaration, GeneratedMembers.Of(model), errors, cancellation);
        ConstructionRules.Check(type, declaration, errors, cancellation);
        if (errors.Count > 0)
        {
            return new(null, null, new([.. errors]));
        }

        LocationInfo? full = model.Unroll == UnrollKind.Full ? LocationInfo.From(attribute.LocationOf(UnrollOption.Written)) : null;
        return new(model, full, default);
    }

    private static void NotANetwork(INamedTypeSymbol type, AttributeReader attribute, List<DiagnosticInfo> errors)
    {
        if (type.GetAttributes().Any(data => LayerReader.IsLayer(data) || data.AttributeClass?.ToDisplayString() == NetworkName))
        {
            errors.Add(DiagnosticInfo.At(
                attribute.Location, DiagnosticDescriptors.WrongNetwork,
                $"'{type.Name}' has [LstmModel] and attributes of a network; either [LstmModel] alone or [LstmNetwork] with layers was expected"));
        }
    }

    /// <summary>In code that is being written a class or what it lies in can be without a name; the compiler says so.</summary>
    private static bool HasName(INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol? each = type; each is not (null or INamespaceSymbol { IsGlobalNamespace: true }); each = (INamespaceOrTypeSymbol?)each.ContainingType ?? each.ContainingNamespace)
        {
            if (each.Name.Length == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Two parts of a class may each carry the attribute: the compiler refuses that, and the model is made once.</summary>
    private static bool IsFirst(AttributeReader attribute, INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        AttributeData first = type.GetAttributes().First(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute.Class));
        return first.ApplicationSyntaxReference is { } reference
            && reference.SyntaxTree == declaration.SyntaxTree
            && declaration.Span.Contains(reference.Span);
    }
}
