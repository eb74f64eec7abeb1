using System.Reflection;

namespace LstmGen.Formats;

/// <summary>An attribute of a network as names and values: the sizes of its constructor, then what differs from a new one.</summary>
/// <param name="Name">Its name in C#, such as <c>Lstm</c>.</param>
/// <param name="Sizes">Arguments of the constructor by their names; those that are as they would be without are left out.</param>
/// <param name="Options">Properties that have another value than a new attribute's.</param>
internal sealed record NetworkAttribute(string Name, IReadOnlyList<(string Name, int Value)> Sizes, IReadOnlyList<(string Name, object Value)> Options)
{
    /// <summary>The attributes of a class of the network, in order.</summary>
    internal static IEnumerable<NetworkAttribute> Of(LstmNetworkDescription network)
        => network.Model is { } model ? [Of(model)] : network.Layers.Cast<Attribute>().Prepend(network.Network!).Select(Of);

    /// <summary>A new attribute of that name; null where there is none.</summary>
    /// <param name="name">Its name in C#.</param>
    /// <param name="sizes">Arguments of the constructor: hidden units, layers, inputs and outputs, as many as it has.</param>
    internal static Attribute? New(string name, ReadOnlySpan<int> sizes) => name switch
    {
        "LstmModel" => new LstmModelAttribute(At(sizes, 0, 0), At(sizes, 1, 1), At(sizes, 2, 1), At(sizes, 3, 0)),
        "LstmNetwork" => new LstmNetworkAttribute(At(sizes, 0, 1)),
        "Lstm" => new LstmAttribute(At(sizes, 0, 0), At(sizes, 1, 1)),
        "Gru" => new GruAttribute(At(sizes, 0, 0), At(sizes, 1, 1)),
        "Slstm" => new SlstmAttribute(At(sizes, 0, 0), At(sizes, 1, 1)),
        "Dense" => new DenseAttribute(At(sizes, 0, 0)),
        _ => null,
    };

    /// <summary>Names of the arguments of its constructor, in order.</summary>
    internal static string[] SizesOf(string name) => name switch
    {
        "LstmModel" => ["hidden", "layers", "input", "output"],
        "LstmNetwork" => ["input"],
        "Dense" => ["units"],
        _ => ["hidden", "layers"],
    };

    /// <summary>The properties that can be set.</summary>
    internal static IEnumerable<PropertyInfo> Properties(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    /// <summary>The value of a size of an attribute.</summary>
    internal static int Size(Attribute attribute, string name) => (int)attribute.GetType().GetProperty(char.ToUpperInvariant(name[0]) + name[1..])!.GetValue(attribute)!;

    private static NetworkAttribute Of(Attribute attribute)
    {
        string name = attribute.GetType().Name[..^nameof(Attribute).Length];
        Attribute plain = New(name, []) ?? throw new ArgumentException($"{attribute.GetType()} is no attribute of a network.", nameof(attribute));
        return new(
            name,
            [.. SizesOf(name).Select(size => (Name: size, Value: Size(attribute, size))).Where(size => size.Value != Size(plain, size.Name))],
            [.. Properties(attribute.GetType()).Select(property => (property.Name, Value: property.GetValue(attribute), Plain: property.GetValue(plain)))
                .Where(each => !Equals(each.Value, each.Plain)).Select(each => (each.Name, each.Value!))]);
    }

    private static int At(ReadOnlySpan<int> sizes, int index, int otherwise) => index < sizes.Length ? sizes[index] : otherwise;
}
