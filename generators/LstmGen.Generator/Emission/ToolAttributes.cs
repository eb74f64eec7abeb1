using System.Reflection;

namespace LstmGen.Generator.Emission;

/// <summary>Attributes by which tools know generated code: coverage leaves it out, metrics do not count it as the user's.</summary>
internal static class ToolAttributes
{
    // What follows a plus is the revision that the generator was built from: it would make equal versions write different texts.
    private static readonly string s_version = typeof(ToolAttributes).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion.Split('+')[0];

    /// <summary>For a type or a member with code.</summary>
    internal static string Code { get; } = $"[{Generated}, {Names.ExcludeFromCodeCoverage}]";

    private static string Generated => $"{Names.GeneratedCode}(\"LstmGen.Generator\", \"{s_version}\")";
}
