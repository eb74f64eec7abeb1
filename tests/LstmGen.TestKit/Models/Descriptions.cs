using System.Reflection;

namespace LstmGen.TestKit.Models;

/// <summary>Descriptions of classes: the attributes that they have.</summary>
internal static class Descriptions
{
    internal static LstmNetworkDescription Of(Type type)
        => type.GetCustomAttribute<LstmModelAttribute>() is { } model
            ? new(model) : new(type.GetCustomAttribute<LstmNetworkAttribute>()!, type.GetCustomAttributes(false).OfType<ILstmLayer>());
}
