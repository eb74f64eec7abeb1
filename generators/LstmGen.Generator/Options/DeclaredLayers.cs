using System.Globalization;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>The layers that attributes declare, from the inputs on: a network of the long form.</summary>
internal static class DeclaredLayers
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

    /// <summary>The network with its layers, as far as they are right; of each what is wrong.</summary>
    /// <param name="name">What declares it, in messages.</param>
    /// <param name="network">What the attribute of the network says.</param>
    /// <param name="attribute">That attribute.</param>
    /// <param name="declared">Those of the layers, from the inputs on.</param>
    /// <param name="faults">What is wrong is added here.</param>
    internal static ModelSpec Read(string name, ModelSpec network, IArguments attribute, IEnumerable<IArguments> declared, List<ArgumentFault> faults)
    {
        var layers = new List<LayerDeclaration>();
        int width = network.Input;
        foreach (IArguments arguments in declared)
        {
            LayerDeclaration layer = s_recurrent.ContainsKey(arguments.Attribute) ? Recurrent(arguments, network, layers.Count, faults) : Dense(arguments, network, layers.Count, faults);
            Check(layer, layers, width, arguments, faults);
            layers.Add(layer);
            width = layer.Width;
        }

        if (layers.All(layer => layer.Stack is null))
        {
            faults.Add(new(attribute, null, FaultKind.Network, $"{name} has no recurrent layer; a network has one at least: [Lstm], [Gru] or [Slstm]"));
            return network;
        }

        bool skip = attribute.Value(Skip) is true;
        if (skip && width > network.Input)
        {
            faults.Add(new(attribute, Skip, FaultKind.Network, $"Skip adds the first inputs to the outputs; there are {Text(network.Input)} inputs and {Text(width)} outputs"));
        }

        if (network is { Tokens: > 0, Embedding: 0 })
        {
            faults.Add(new(attribute, "Tokens", FaultKind.Network, "the first layer of a network reads vectors, and Tokens have none; an Embedding was expected"));
        }

        if (network.Embedding > 0 && layers.Any(layer => layer.Prefix == LstmStack.EmbeddingPrefix))
        {
            faults.Add(new(attribute, "Embedding", FaultKind.Network, "a layer has the name 'embedding', which that of the tokens has"));
        }

        if (network.LowLatency && layers.Any(layer => layer.Stack is { Direction: not DirectionKind.Forward }))
        {
            faults.Add(new(attribute, LowLatencyOption.Written, FaultKind.Unused, LowLatencyOption.Written, "true", LowLatencyOption.NoStep));
        }

        LayerDeclaration recurrent = layers.Last(layer => layer.Stack is not null);
        if (skip && network.Outputs != OutputsKind.EveryStep)
        {
            faults.Add(new(attribute, Skip, FaultKind.Network, $"Skip adds the inputs of a step to the outputs of that step; with LstmOutputs.{network.Outputs} there are none"));
        }

        if (recurrent is { Residual: true, Stack.Direction: DirectionKind.Both } && network.Outputs == OutputsKind.Last)
        {
            faults.Add(new(attribute, "Outputs", FaultKind.Network, $"the last steps of the two directions of '{recurrent.Name}' are different steps of what it reads, so that Residual has nothing to add; LstmOutputs.Mean or LstmOutputs.Max was expected, or no Residual"));
        }

        ModelSpec whole = network with { Declared = new([.. layers]), Skip = skip };
        StackSpec last = recurrent.Stack!;
        return whole with { Hidden = last.Hidden, Layers = layers.Sum(layer => layer.Stack?.Layers ?? 0), Output = Declared.Head(whole)?.Dense!.Units ?? 0 };
    }

    private static LayerDeclaration Recurrent(IArguments arguments, ModelSpec network, int place, List<ArgumentFault> faults)
    {
        (CellKind kind, string name) = s_recurrent[arguments.Attribute];
        ModelSpec layer = arguments.Apply(
            ModelSpec.Default(network.Type) with { Activations = network.Activations, Unroll = network.Unroll, Cell = new() { Kind = kind, ExponentialForget = arguments.Value(ExponentialForget) is true, ResetsBefore = arguments.Value(ResetAfter) is false } },
            faults, Name, Residual, ExponentialForget, Heads, ResetAfter);
        bool fits = arguments.Check(layer, faults);
        if (arguments.Value(Heads) is int heads and not 1 && fits)
        {
            if (heads < 1 || layer.Hidden % heads != 0)
            {
                faults.Add(new(arguments, Heads, FaultKind.Size, Heads, Text(heads), $"a divisor of the {Text(layer.Hidden)} units"));
            }
            else
            {
                layer = layer with { Cell = layer.Cell with { Heads = heads } };
            }
        }

        return new(NameOf(arguments, $"{name}{place}"), layer.Stack, null, arguments.Value(Residual) is true);
    }

    private static LayerDeclaration Dense(IArguments arguments, ModelSpec network, int place, List<ArgumentFault> faults)
    {
        const string Units = "units", Activation = "Activation", Alpha = "Alpha", Beta = "Beta";
        int units = arguments.Value(Units) as int? ?? 0;
        if (units is < 1 or > MostUnits)
        {
            faults.Add(new(arguments, Units, FaultKind.Size, Units, Text(units), $"1 to {Text(MostUnits)}"));
        }

        var function = (FunctionKind)(arguments.Value(Activation) as int? ?? (int)FunctionKind.Affine);
        if (!Enum.IsDefined(typeof(FunctionKind), function))
        {
            faults.Add(new(arguments, Activation, FaultKind.Choice, Activation, Text((int)function),
                string.Join(", ", Enum.GetNames(typeof(FunctionKind)).Select(name => $"LstmActivation.{name}"))));
            function = FunctionKind.Affine;
        }

        float? alpha = Constant(Alpha, ActivationSpec.OwnAlpha(function)), beta = Constant(Beta, ActivationSpec.OwnBeta(function));
        bool linear = function == FunctionKind.Affine && alpha is null && beta is null;
        return new(
            NameOf(arguments, $"dense{place}"), null,
            new(units, arguments.Value("Bias") is not false, linear ? default : new(function, alpha, beta), arguments.Value("Softmax") is true, network.Activations, network.Unroll), arguments.Value(Residual) is true);

        float? Constant(string name, float? own)
        {
            if (arguments.Value(name) is not float value || float.IsNaN(value))
            {
                return null;
            }

            if (own is null || float.IsInfinity(value))
            {
                faults.Add(own is null
                    ? new(arguments, name, FaultKind.Unused, name, Text(value), $"{function}, which the outputs go through, has no {name.ToLowerInvariant()}")
                    : new(arguments, name, FaultKind.Number, name, Text(value), "a finite number"));
                return null;
            }

            return value;
        }
    }

    private static void Check(LayerDeclaration layer, List<LayerDeclaration> before, int width, IArguments arguments, List<ArgumentFault> faults)
    {
        if (before.Any(other => other.Name == layer.Name))
        {
            faults.Add(new(arguments, Name, FaultKind.Network, $"two layers have the name '{layer.Name}', and their tensors would too"));
        }

        if (layer.Name.Length == 0 || layer.Name.Any(each => each is '"' or '\\' || char.IsControl(each)))
        {
            faults.Add(new(arguments, Name, FaultKind.Network, "a name is empty or has quotation marks, backslashes or control characters; names of tensors begin with it"));
        }

        if (layer.Residual && layer.Width != width)
        {
            faults.Add(new(arguments, Residual, FaultKind.Network, $"a residual layer gives as many values as it reads; this one reads {Text(width)} and gives {Text(layer.Width)}"));
        }
    }

    private static string NameOf(IArguments arguments, string otherwise) => arguments.Value(Name) as string ?? otherwise;

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
