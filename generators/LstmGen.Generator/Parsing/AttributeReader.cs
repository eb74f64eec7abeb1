using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>The arguments of one <c>[LstmModel]</c>, whatever their order and however they are named, and where each stands.</summary>
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

    /// <summary>The model with every argument's value; LSTM020 for arguments that no option is.</summary>
    internal ModelSpec Apply(ModelSpec model, List<DiagnosticInfo> errors)
    {
        IEnumerable<(string Name, TypedConstant Constant)> arguments = _data.ConstructorArguments
            .Select((constant, index) => (_data.AttributeConstructor!.Parameters[index].Name, constant))
            .Concat(_data.NamedArguments.Select(argument => (argument.Key, argument.Value)));
        foreach ((string name, TypedConstant constant) in arguments)
        {
            object? value = constant.Kind == TypedConstantKind.Array ? null : constant.Value;
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
