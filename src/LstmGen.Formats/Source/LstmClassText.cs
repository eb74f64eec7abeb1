using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace LstmGen.Formats;

/// <summary>The C# of a class that is a network.</summary>
public static class LstmClassText
{
    /// <summary>The attributes of a class, each on a line of its own; arguments that are as they would be without are left out.</summary>
    /// <param name="network">The network.</param>
    public static string Attributes(LstmNetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var text = new StringBuilder();
        if (network.Model is { } model)
        {
            Append(text, model, new LstmModelAttribute(model.Hidden), Size("hidden", model.Hidden), Size("layers", model.Layers, 1), Size("input", model.Input, 1), Size("output", model.Output, 0));
            return text.ToString();
        }

        LstmNetworkAttribute whole = network.Network!;
        Append(text, whole, new LstmNetworkAttribute(), Size("input", whole.Input, 1));
        foreach (ILstmLayer layer in network.Layers)
        {
            _ = layer switch
            {
                LstmAttribute lstm => Append(text, lstm, new LstmAttribute(lstm.Hidden), Size("hidden", lstm.Hidden), Size("layers", lstm.Layers, 1)),
                GruAttribute gru => Append(text, gru, new GruAttribute(gru.Hidden), Size("hidden", gru.Hidden), Size("layers", gru.Layers, 1)),
                SlstmAttribute slstm => Append(text, slstm, new SlstmAttribute(slstm.Hidden), Size("hidden", slstm.Hidden), Size("layers", slstm.Layers, 1)),
                DenseAttribute dense => Append(text, dense, new DenseAttribute(dense.Units), Size("units", dense.Units)),
                _ => throw new ArgumentException($"{layer.GetType()} is no layer of a network.", nameof(network)),
            };
        }

        return text.ToString();
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

    private static string Size(string name, int value, int? otherwise = null) => value == otherwise ? "" : FormattableString.Invariant($"{name}: {value}");

    /// <summary>Adds one attribute: its sizes, then each property that has another value than a new attribute's.</summary>
    private static StringBuilder Append<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(StringBuilder text, T attribute, T plain, params string[] sizes)
        where T : Attribute
    {
        IEnumerable<string> options = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && !Equals(property.GetValue(attribute), property.GetValue(plain)))
            .Select(property => $"{property.Name} = {Literal(property.GetValue(attribute)!)}");
        string arguments = string.Join(", ", sizes.Where(size => size.Length > 0).Concat(options));
        string name = typeof(T).Name[..^nameof(Attribute).Length];
        return text.Append('[').Append(name).Append(arguments.Length > 0 ? $"({arguments})" : "").Append("]\n");
    }

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        _ => $"{value.GetType().Name}.{value}",
    };
}
