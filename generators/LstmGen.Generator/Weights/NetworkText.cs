using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>
/// The network that a weight file says it is of, as LstmGen.Formats writes it: attributes in order, such as <c>[{"Lstm":{"hidden":64,"Clip":3.5}}]</c>.
/// </summary>
internal static class NetworkText
{
    /// <summary>Its key among the metadata.</summary>
    internal const string Key = "lstmgen.network";

    private const string Model = "LstmModel";

    private static readonly Dictionary<string, Type> s_enums = new(StringComparer.Ordinal)
    {
        ["GateActivation"] = typeof(FunctionKind), ["CandidateActivation"] = typeof(FunctionKind), ["OutputActivation"] = typeof(FunctionKind), ["Activation"] = typeof(FunctionKind),
        ["Direction"] = typeof(DirectionKind), ["Merge"] = typeof(MergeKind), ["Outputs"] = typeof(OutputsKind), ["CoupledGates"] = typeof(CoupledKind), ["Norm"] = typeof(NormKind),
        ["Activations"] = typeof(ActivationKind), ["Unroll"] = typeof(UnrollKind), ["Weights"] = typeof(NumbersKind),
    };

    /// <summary>The network as a class of the type would be it; null where the text describes none that is known.</summary>
    internal static ModelSpec? Read(string text, TypeSpec type)
    {
        try
        {
            List<Written> attributes = Attributes(new JsonText(text));
            var faults = new List<ArgumentFault>();
            if (attributes.Count == 0)
            {
                return null;
            }

            ModelSpec model = attributes[0].Apply(ModelSpec.Default(type), faults, DeclaredLayers.Skip);
            bool isShort = attributes[0].Attribute == Written.Of(Model);
            model = isShort ? model : DeclaredLayers.Read(type.Name, model, attributes[0], attributes.Skip(1), faults);
            return faults.Count == 0 && (!isShort || attributes.Count == 1) ? model : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static List<Written> Attributes(JsonText json)
    {
        var attributes = new List<Written>();
        json.Expect('[');
        do
        {
            foreach (string name in json.Members())
            {
                attributes.Add(new(name, [.. json.Members().Select(argument => (argument, Argument(json, argument)))]));
            }
        }
        while (json.TryTake(','));
        json.Expect(']');
        json.End();
        return attributes;
    }

    private static object? Argument(JsonText json, string name)
    {
        object value = json.Value();
        return value is not string text || !s_enums.TryGetValue(name, out Type kind) ? value
            : Enum.IsDefined(kind, text) ? (int)Enum.Parse(kind, text) : null;
    }

    /// <summary>An attribute as it is written there. Values that are out of range are another network than any class, and need no check.</summary>
    private sealed class Written(string name, (string Name, object? Value)[] arguments) : IArguments
    {
        public string Attribute => Of(name);

        public IEnumerable<(string Name, object? Value)> All => arguments;

        public bool Takes(string argument) => false;

        internal static string Of(string name) => $"LstmGen.{name}Attribute";
    }
}
