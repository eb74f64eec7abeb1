using System.Reflection;

namespace LstmGen.Generator.Tests.Harness;

/// <summary>The sources these tests were built from.</summary>
internal static class Repository
{
    internal static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "RepositoryRoot").Value!;

    internal static string At(params string[] parts) => Path.Combine([Root, .. parts]);
}
