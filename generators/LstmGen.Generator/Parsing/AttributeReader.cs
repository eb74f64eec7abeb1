using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LstmGen.Generator.Parsing;

/// <summary>The arguments of one <c>[LstmModel]</c>, whatever their order and however they are named, and where each stands.</summary>
internal sealed class AttributeReader
{
    internal const string BiasName = "Bias";
    internal const string ActivationsName = "Activations";
    internal const string UnrollName = "Unroll";
    internal const string PeepholesName = "Peepholes";
    internal const string CoupledGatesName = "CoupledGates";

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

    internal int Hidden { get; private set; }

    internal int Layers { get; private set; } = 1;

    internal int Input { get; private set; } = 1;

    internal int Output { get; private set; }

    internal bool Bias { get; private set; } = true;

    internal int Activations { get; private set; }

    internal int Unroll { get; private set; }

    internal bool Peepholes { get; private set; }

    internal bool CoupledGates { get; private set; }

    /// <summary>Null where the compiler could not make sense of the attribute and says so itself.</summary>
    internal static AttributeReader? Read(AttributeData data, CancellationToken cancellation)
    {
        if (data.AttributeConstructor is not { } constructor
            || constructor.Parameters.Length != data.ConstructorArguments.Length
            || data.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
        {
            return null;
        }

        var reader = new AttributeReader(data, syntax);
        for (int index = 0; index < constructor.Parameters.Length; index++)
        {
            if (!reader.Set(constructor.Parameters[index].Name, data.ConstructorArguments[index]))
            {
                return null;
            }
        }

        return data.NamedArguments.All(argument => reader.Set(argument.Key, argument.Value)) ? reader : null;
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

    /// <summary>The option's enum, for the names of its values.</summary>
    internal INamedTypeSymbol EnumOf(string name)
        => (INamedTypeSymbol)Class.GetMembers(name).OfType<IPropertySymbol>().Single().Type;

    private bool Set(string name, TypedConstant constant)
    {
        switch (name, constant.Value)
        {
            case ("hidden", int value):
                Hidden = value;
                return true;
            case ("layers", int value):
                Layers = value;
                return true;
            case ("input", int value):
                Input = value;
                return true;
            case ("output", int value):
                Output = value;
                return true;
            case (BiasName, bool value):
                Bias = value;
                return true;
            case (ActivationsName, int value):
                Activations = value;
                return true;
            case (UnrollName, int value):
                Unroll = value;
                return true;
            case (PeepholesName, bool value):
                Peepholes = value;
                return true;
            case (CoupledGatesName, bool value):
                CoupledGates = value;
                return true;
            default:
                return false;
        }
    }
}
