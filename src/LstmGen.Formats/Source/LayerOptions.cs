using System.Reflection;

namespace LstmGen.Formats;

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

    /// <summary>Whether two layers say the same, sizes included.</summary>
    internal static bool Same(ILstmLayer one, ILstmLayer other)
        => one.GetType() == other.GetType() && one.GetType().GetProperties().Where(property => property.Name != nameof(Attribute.TypeId)).All(property => Equals(property.GetValue(one), property.GetValue(other)));

    /// <summary>Whether the options of two layers differ in nothing but the direction.</summary>
    internal static bool SameButDirection<T>(T? left, T? right)
        where T : Attribute
        => (left is null) == (right is null)
            && (left is null || Options<T>().All(property => property.Name is nameof(LstmAttribute.Direction) or nameof(LstmAttribute.Merge) || Equals(property.GetValue(left), property.GetValue(right))));

    private static IEnumerable<PropertyInfo> Options<T>() => NetworkAttribute.Properties(typeof(T));
}
