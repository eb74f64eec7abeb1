using System.Reflection;

namespace LstmGen.Formats;

/// <summary>Safetensors files that assemblies hold. The build has read them: texts about files of other formats stay out of the program.</summary>
internal static class SafetensorsResource
{
    /// <exception cref="ArgumentException">The assembly has no such resource.</exception>
    /// <exception cref="LstmFormatException">The resource is not a valid safetensors file.</exception>
    internal static SafetensorsFile Load(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        using Stream? stream = assembly.GetManifestResourceStream(resource);
        return stream is null
            ? throw new ArgumentException(
                $"{assembly.GetName().Name} has no resource '{resource}'; it has {string.Join(", ", assembly.GetManifestResourceNames())}.", nameof(resource))
            : SafetensorsFile.Load(stream, resource, describe: null);
    }
}
