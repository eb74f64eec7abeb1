using LstmGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>LSTM010: nothing may stand between the generated constructors and a complete model.</summary>
internal static class ConstructionRules
{
    internal static void Check(
        INamedTypeSymbol type, TypeDeclarationSyntax declaration, List<DiagnosticInfo> errors, CancellationToken cancellation)
    {
        Location identifier = declaration.Identifier.GetLocation();
        void Report(Location location, string why)
            => errors.Add(DiagnosticInfo.At(location, DiagnosticDescriptors.CannotConstruct, type.Name, why));

        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            switch (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation))
            {
                case TypeDeclarationSyntax part when part.ParameterList is not null:
                    Report(part.ParameterList.GetLocation(), "has a primary constructor, which the generated constructors cannot call; write a constructor that calls this(weights)");
                    break;
                case ConstructorDeclarationSyntax part when !IsGenerated(constructor)
                    && !part.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer) && !IsCopy(constructor):
                    Report(part.Identifier.GetLocation(), "has a constructor that sets no weights; let it call this(weights)");
                    break;
            }
        }

        if (type.BaseType is { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent
            && !parent.InstanceConstructors.Any(constructor => IsCallable(constructor, type)))
        {
            Report(identifier, $"derives from '{parent.Name}', which has no constructor without parameters that it may call");
        }

        for (INamedTypeSymbol? owner = type; owner is { SpecialType: SpecialType.None }; owner = owner.BaseType)
        {
            foreach (ISymbol member in owner.GetMembers().Where(IsRequired))
            {
                Location? there = SymbolEqualityComparer.Default.Equals(owner, type)
                    ? member.Locations.FirstOrDefault(each => each.IsInSource) : null;
                Report(there ?? identifier, $"has the required member '{member.Name}', which the generated Create cannot set");
            }
        }
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>LSTM005 reports these.</summary>
    private static bool IsGenerated(IMethodSymbol constructor)
        => GeneratedMembers.Constructors.Contains(MemberRules.Signature(constructor));

    private static bool IsCopy(IMethodSymbol constructor)
        => constructor.ContainingType.IsRecord && constructor.Parameters.Length == 1
            && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType);

    private static bool IsCallable(IMethodSymbol constructor, INamedTypeSymbol derived)
        => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
            && constructor.DeclaredAccessibility switch
            {
                Accessibility.Private => TypeRules.SelfAndContaining(derived).Contains(constructor.ContainingType, SymbolEqualityComparer.Default),
                Accessibility.Internal or Accessibility.ProtectedAndInternal
                    => constructor.ContainingAssembly.GivesAccessTo(derived.ContainingAssembly)
                        || SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, derived.ContainingAssembly),
                _ => true,
            };
}
