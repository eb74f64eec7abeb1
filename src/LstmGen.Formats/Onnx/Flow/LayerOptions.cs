using System.Reflection;

namespace LstmGen.Formats.Onnx;

/// <summary>The options of an attribute of a layer, all of its properties that can be set.</summary>
internal static class LayerOptions
{
    /// <summary>Copies every option.</summary>
    internal static T Copy<T>(T from, T to)
        where T : Attribute
    {
        foreach (PropertyInfo property in Options<T>())
        {
            property.SetValue(to, property.GetValue(from));
        }

        return to;
    }

    /// <summary>The options of the short form, as far as a layer of the long form has them.</summary>
    internal static LstmAttribute Copy(LstmModelAttribute from, LstmAttribute to)
    {
        foreach (PropertyInfo property in Options<LstmAttribute>())
        {
            if (typeof(LstmModelAttribute).GetProperty(property.Name) is { } same)
            {
                property.SetValue(to, same.GetValue(from));
            }
        }

        return to;
    }

    /// <summary>Whether two layers differ in nothing but the direction.</summary>
    internal static bool Same<T>(T? left, T? right)
        where T : Attribute
        => (left is null) == (right is null)
            && (left is null || Options<T>().All(property => property.Name is nameof(LstmAttribute.Direction) or nameof(LstmAttribute.Merge) || Equals(property.GetValue(left), property.GetValue(right))));

    private static IEnumerable<PropertyInfo> Options<T>() => typeof(T).GetProperties().Where(property => property.CanWrite);
}
