namespace LstmGen.Formats;

/// <summary>Comparison of attributes by all that they say.</summary>
internal static class LayerOptions
{
    internal static bool Same(ILstmLayer one, ILstmLayer other)
        => one.GetType() == other.GetType() && one.GetType().GetProperties().Where(property => property.Name != "TypeId").All(property => Equals(property.GetValue(one), property.GetValue(other)));
}
