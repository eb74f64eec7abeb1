using LstmGen.Generator.Diagnostics;
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

    /// <summary>Null where there is nothing to say: the compiler itself reports a malformed attribute.</summary>
    internal static AnnotatedClass? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        if (context.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
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
        LanguageRules.Check(declaration, errors);
        TypeRules.Check(type, declaration, errors, cancellation);
        OptionRules.Check(attribute, errors);
        MemberRules.Check(type, declaration, errors, cancellation);
        ConstructionRules.Check(type, declaration, errors, cancellation);
        if (errors.Count > 0)
        {
            return new(null, null, new([.. errors]));
        }

        var unroll = (UnrollKind)attribute.Unroll;
        var spec = new ModelSpec(
            TypeSpecBuilder.Build(type),
            attribute.Hidden, attribute.Layers, attribute.Input, attribute.Output, attribute.Bias,
            (ActivationKind)attribute.Activations, unroll, new CellSpec(attribute.Peepholes, attribute.CoupledGates));
        LocationInfo? full = unroll == UnrollKind.Full ? LocationInfo.From(attribute.LocationOf(AttributeReader.UnrollName)) : null;
        return new(spec, full, default);
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
