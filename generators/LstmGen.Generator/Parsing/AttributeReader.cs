using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>The arguments of one attribute, whatever their order and however they are named, and where each stands.</summary>
internal sealed class AttributeReader
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

    /// <summary>The value of an argument; null where it is left to its default, or no single value.</summary>
    internal object? Value(string name) => Arguments.Where(argument => argument.Name == name).Select(argument => argument.Value).FirstOrDefault();

    /// <summary>Whether the attribute takes an argument of this name.</summary>
    internal bool Takes(string name)
    {
        bool takes = _data.AttributeConstructor!.Parameters.Any(parameter => parameter.Name == name);
        for (INamedTypeSymbol? type = Class; type is not null && !takes; type = type.BaseType)
        {
            takes = type.GetMembers(name).Any(member => member is IPropertySymbol { SetMethod: not null });
        }

        return takes;
    }

    private IEnumerable<(string Name, object? Value)> Arguments => _data.ConstructorArguments
        .Select((constant, index) => (_data.AttributeConstructor!.Parameters[index].Name, Constant: constant))
        .Concat(_data.NamedArguments.Select(argument => (Name: argument.Key, Constant: argument.Value)))
        .Select(argument => (argument.Name, argument.Constant.Kind == TypedConstantKind.Array ? null : argument.Constant.Value));

    /// <summary>The model with every argument's value; LSTM020 for arguments that no option is, but for some that are read apart from these.</summary>
    internal ModelSpec Apply(ModelSpec model, List<DiagnosticInfo> errors, params string[] others)
    {
        foreach ((string name, object? value) in Arguments.Where(argument => !others.Contains(argument.Name)))
        {
            if (Option.All.FirstOrDefault(option => option.Argument == name)?.With(model, value) is { } changed)
            {
                model = changed;
            }
            else
            {
                errors.Add(DiagnosticInfo.At(LocationOf(name), DiagnosticDescriptors.UnknownArgument, name));
            }
        }

        return model;
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
