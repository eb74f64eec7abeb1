using System.Globalization;

namespace LstmGen.Formats;

/// <summary>The C# of a class that is a network.</summary>
public static class LstmClassText
{
    /// <summary>The attributes of a class, each on a line of its own; arguments that are as they would be without are left out.</summary>
    /// <param name="network">The network.</param>
    public static string Attributes(LstmNetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return string.Concat(NetworkAttribute.Of(network).Select(Text));
    }

    /// <summary>The attributes and the class, to be compiled as it is: <c>using LstmGen;</c>, a namespace where one is given, and the declaration.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="ofNamespace">Its namespace; none where null.</param>
    public static string Class(LstmNetworkDescription network, string name, string? ofNamespace = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string before = ofNamespace is null ? "" : $"namespace {ofNamespace};\n\n";
        return $"using LstmGen;\n\n{before}{Attributes(network)}public sealed partial class {name};\n";
    }

    private static string Text(NetworkAttribute attribute)
    {
        IEnumerable<string> arguments = attribute.Sizes.Select(size => FormattableString.Invariant($"{size.Name}: {size.Value}"))
            .Concat(attribute.Options.Select(option => $"{option.Name} = {Literal(option.Value)}"));
        string list = string.Join(", ", arguments);
        return $"[{attribute.Name}{(list.Length > 0 ? $"({list})" : "")}]\n";
    }

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        _ => $"{value.GetType().Name}.{value}",
    };
}
