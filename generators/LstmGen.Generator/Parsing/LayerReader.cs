using System.Globalization;
using LstmGen.Generator.Diagnostics;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using Microsoft.CodeAnalysis;

namespace LstmGen.Generator.Parsing;

/// <summary>The layers that attributes on a class declare, in the order in which they are written.</summary>
internal static class LayerReader
{
    internal const string Skip = "Skip";
    internal const string DenseName = "LstmGen.DenseAttribute";

    /// <summary>Attributes of recurrent layers, with what names of their tensors begin with where they have no name.</summary>
    private static readonly Dictionary<string, (CellKind Kind, string Name)> s_recurrent = new()
    {
        ["LstmGen.LstmAttribute"] = (CellKind.Lstm, "lstm"),
        ["LstmGen.GruAttribute"] = (CellKind.Gru, "gru"),
        ["LstmGen.SlstmAttribute"] = (CellKind.Slstm, "slstm"),
    };

    /// <summary>Every attribute that declares a layer.</summary>
    internal static IEnumerable<string> Names => s_recurrent.Keys.Append(DenseName);

    private const string Name = "Name";
    private const string Residual = "Residual";
    private const string ExponentialForget = "ExponentialForget";
    private const string Heads = "Heads";
    private const string ResetAfter = "ResetAfter";
    private const int MostUnits = 65536;

    /// <summary>The network with its layers, as far as they are right; what is wrong with each is said where it is written.</summary>
    internal static ModelSpec Read(INamedTypeSymbol type, ModelSpec network, AttributeReader attribute, List<DiagnosticInfo> errors, CancellationToken cancellation)
    {
        var layers = new List<LayerDeclaration>();
        int width = network.Input;
        foreach (AttributeData data in type.GetAttributes().Where(IsLayer).OrderBy(data => data.ApplicationSyntaxReference?.Span.Start ?? 0))
        {
            if (AttributeReader.Read(data, cancellation) is not { } reader)
            {
                continue; // the compiler says so
            }

            LayerDeclaration layer = IsRecurrent(data) ? Recurrent(reader, network, layers.Count, errors) : Dense(reader, network, layers.Count, errors);
            Check(layer, layers, width, reader, errors);
            layers.Add(layer);
            width = layer.Width;
        }

        if (layers.All(layer => layer.Stack is null))
        {
            errors.Add(DiagnosticInfo.At(attribute.Location, DiagnosticDescriptors.WrongNetwork, $"'{type.Name}' has no recurrent layer; a network has one at least: [Lstm], [Gru] or [Slstm]"));
            return network;
        }

        bool skip = attribute.Value(Skip) is true;
        if (skip && width > network.Input)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf(Skip), DiagnosticDescriptors.WrongNetwork, $"Skip adds the first inputs to the outputs; there are {Text(network.Input)} inputs and {Text(width)} outputs"));
        }

        if (network is { Tokens: > 0, Embedding: 0 })
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf("Tokens"), DiagnosticDescriptors.WrongNetwork, "the first layer of a network reads vectors, and Tokens have none; an Embedding was expected"));
        }

        if (network.Embedding > 0 && layers.Any(layer => layer.Prefix == LstmStack.EmbeddingPrefix))
        {
            errors.Add(DiagnosticInfo.At(attribute.LocationOf("Embedding"), DiagnosticDescriptors.WrongNetwork, "a layer has the name 'embedding', which that of the tokens has"));
        }

        LayerDeclaration recurrent = layers.Last(layer => layer.Stack is not null);
        if (skip && network.Outputs != OutputsKind.EveryStep)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf(Skip), DiagnosticDescriptors.WrongNetwork, $"Skip adds the inputs of a step to the outputs of that step; with LstmOutputs.{network.Outputs} there are none"));
        }

        if (recurrent is { Residual: true, Stack.Direction: DirectionKind.Both } && network.Outputs == OutputsKind.Last)
        {
            errors.Add(DiagnosticInfo.At(
                attribute.LocationOf("Outputs"), DiagnosticDescriptors.WrongNetwork,
                $"the last steps of the two directions of '{recurrent.Name}' are different steps of what it reads, so that Residual has nothing to add; LstmOutputs.Mean or LstmOutputs.Max was expected, or no Residual"));
        }

        ModelSpec whole = network with { Declared = new([.. layers]), Skip = skip };
        StackSpec last = recurrent.Stack!;
        return whole with { Hidden = last.Hidden, Layers = layers.Sum(layer => layer.Stack?.Layers ?? 0), Output = Declared.Head(whole)?.Dense!.Units ?? 0 };
    }

    /// <summary>LSTM023 for a layer of a class that is no network: it would say something that nobody reads.</summary>
    internal static DiagnosticInfo? Astray(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
        => context.TargetSymbol.GetAttributes().Any(data => data.AttributeClass?.ToDisplayString() is ModelParser.NetworkName or ModelParser.AttributeName)
            ? null
            : DiagnosticInfo.At(
                context.Attributes[0].ApplicationSyntaxReference!.GetSyntax(cancellation).GetLocation(), DiagnosticDescriptors.WrongNetwork,
                $"'{context.TargetSymbol.Name}' declares a layer and is no network; [LstmNetwork] was expected on it");

    /// <summary>Whether a class declares layers.</summary>
    internal static bool IsLayer(AttributeData data) => IsRecurrent(data) || data.AttributeClass?.ToDisplayString() == DenseName;

    private static bool IsRecurrent(AttributeData data) => s_recurrent.ContainsKey(data.AttributeClass?.ToDisplayString() ?? "");

    private static LayerDeclaration Recurrent(AttributeReader reader, ModelSpec network, int place, List<DiagnosticInfo> errors)
    {
        (CellKind kind, string name) = s_recurrent[reader.Class.ToDisplayString()];
        ModelSpec layer = reader.Apply(
            ModelSpec.Default(network.Type) with { Activations = network.Activations, Unroll = network.Unroll, Cell = new() { Kind = kind, ExponentialForget = reader.Value(ExponentialForget) is true, ResetsBefore = reader.Value(ResetAfter) is false } },
            errors, Name, Residual, ExponentialForget, Heads, ResetAfter);
        bool fits = OptionRules.CheckArguments(layer, reader, errors);
        if (reader.Value(Heads) is int heads and not 1 && fits)
        {
            if (heads < 1 || layer.Hidden % heads != 0)
            {
                errors.Add(DiagnosticInfo.At(reader.LocationOf(Heads), DiagnosticDescriptors.SizeOutOfRange, Heads, Text(heads), $"a divisor of the {Text(layer.Hidden)} units"));
            }
            else
            {
                layer = layer with { Cell = layer.Cell with { Heads = heads } };
            }
        }

        return new(NameOf(reader, $"{name}{place}"), layer.Stack, null, reader.Value(Residual) is true);
    }

    private static LayerDeclaration Dense(AttributeReader reader, ModelSpec network, int place, List<DiagnosticInfo> errors)
    {
        const string Units = "units", Activation = "Activation", Alpha = "Alpha", Beta = "Beta";
        int units = reader.Value(Units) as int? ?? 0;
        if (units is < 1 or > MostUnits)
        {
            errors.Add(DiagnosticInfo.At(reader.LocationOf(Units), DiagnosticDescriptors.SizeOutOfRange, Units, Text(units), $"1 to {Text(MostUnits)}"));
        }

        var function = (FunctionKind)(reader.Value(Activation) as int? ?? (int)FunctionKind.Affine);
        if (!Enum.IsDefined(typeof(FunctionKind), function))
        {
            errors.Add(DiagnosticInfo.At(
                reader.LocationOf(Activation), DiagnosticDescriptors.UndefinedOption, Activation, Text((int)function),
                string.Join(", ", Enum.GetNames(typeof(FunctionKind)).Select(name => $"LstmActivation.{name}"))));
            function = FunctionKind.Affine;
        }

        float? alpha = Constant(Alpha, ActivationSpec.OwnAlpha(function)), beta = Constant(Beta, ActivationSpec.OwnBeta(function));
        bool linear = function == FunctionKind.Affine && alpha is null && beta is null;
        return new(
            NameOf(reader, $"dense{place}"), null,
            new(units, reader.Value("Bias") is not false, linear ? default : new(function, alpha, beta), reader.Value("Softmax") is true, network.Activations, network.Unroll), reader.Value(Residual) is true);

        float? Constant(string name, float? own)
        {
            if (reader.Value(name) is not float value || float.IsNaN(value))
            {
                return null;
            }

            if (own is null || float.IsInfinity(value))
            {
                errors.Add(own is null
                    ? DiagnosticInfo.At(reader.LocationOf(name), DiagnosticDescriptors.UnusedOption, name, Text(value), $"{function}, which the outputs go through, has no {name.ToLowerInvariant()}")
                    : DiagnosticInfo.At(reader.LocationOf(name), DiagnosticDescriptors.NumberOutOfRange, name, Text(value), "a finite number"));
                return null;
            }

            return value;
        }
    }

    private static void Check(LayerDeclaration layer, List<LayerDeclaration> before, int width, AttributeReader reader, List<DiagnosticInfo> errors)
    {
        if (before.Any(other => other.Name == layer.Name))
        {
            errors.Add(DiagnosticInfo.At(reader.LocationOf(Name), DiagnosticDescriptors.WrongNetwork, $"two layers have the name '{layer.Name}', and their tensors would too"));
        }

        if (layer.Name.Length == 0 || layer.Name.Any(each => each is '"' or '\\' || char.IsControl(each)))
        {
            errors.Add(DiagnosticInfo.At(
                reader.LocationOf(Name), DiagnosticDescriptors.WrongNetwork, "a name is empty or has quotation marks, backslashes or control characters; names of tensors begin with it"));
        }

        if (layer.Residual && layer.Width != width)
        {
            errors.Add(DiagnosticInfo.At(
                reader.LocationOf(Residual), DiagnosticDescriptors.WrongNetwork, $"a residual layer gives as many values as it reads; this one reads {Text(width)} and gives {Text(layer.Width)}"));
        }
    }

    private static string NameOf(AttributeReader reader, string otherwise) => reader.Value(Name) as string ?? otherwise;

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
