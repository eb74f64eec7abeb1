using LstmGen.Generator.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>The arguments of one attribute, whatever their order and however they are named, and where each stands.</summary>
internal sealed class AttributeReader : IArguments
{
    private readonly AttributeData _data;
    private readonly AttributeSyntax _syntax;

    private AttributeReader(AttributeData data, AttributeSyntax syntax)
    {
        _data = data;
        _syntax = syntax;
    }

    internal INamedTypeSymbol Class => _data.AttributeClass!;

    /// <summary>Where the attribute is written.</summary>
    internal Location Location => _syntax.GetLocation();

    /// <summary>Null where the compiler could not make sense of the attribute and says so itself.</summary>
    internal static AttributeReader? Read(AttributeData data, CancellationToken cancellation)
        => data.AttributeConstructor is { } constructor
            && constructor.Parameters.Length == data.ConstructorArguments.Length
            && data.ConstructorArguments.Concat(data.NamedArguments.Select(argument => argument.Value)).All(value => value.Kind != TypedConstantKind.Error)
            && data.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax syntax
            ? new AttributeReader(data, syntax)
            : null;

    /// <inheritdoc/>
    public string Attribute => Class.ToDisplayString();

    /// <inheritdoc/>
    public IEnumerable<(string Name, object? Value)> All => _data.ConstructorArguments
        .Select((constant, index) => (_data.AttributeConstructor!.Parameters[index].Name, Constant: constant))
        .Concat(_data.NamedArguments.Select(argument => (Name: argument.Key, Constant: argument.Value)))
        .Select(argument => (argument.Name, argument.Constant.Kind == TypedConstantKind.Array ? null : argument.Constant.Value));

    /// <inheritdoc/>
    public bool Takes(string name)
    {
        bool takes = _data.AttributeConstructor!.Parameters.Any(parameter => parameter.Name == name);
        for (INamedTypeSymbol? type = Class; type is not null && !takes; type = type.BaseType)
        {
            takes = type.GetMembers(name).Any(member => member is IPropertySymbol { SetMethod: not null });
        }

        return takes;
    }

    /// <summary>Where the argument of this name is written; the attribute itself where it is left to its default.</summary>
    internal Location LocationOf(string name)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = _syntax.ArgumentList?.Arguments ?? default;
        for (int index = 0; index < arguments.Count; index++)
        {
            AttributeArgumentSyntax argument = arguments[index];
            string written = (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText
                ?? _data.AttributeConstructor!.Parameters[index].Name;
            if (written == name)
            {
                return argument.GetLocation();
            }
        }

        return _syntax.GetLocation();
    }
}
