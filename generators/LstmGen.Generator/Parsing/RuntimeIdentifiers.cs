using LstmGen.Generator.Dialects;

namespace LstmGen.Generator.Parsing;

/// <summary>What a runtime identifier, such as <c>linux-musl-arm64</c>, says of the processor.</summary>
internal static class RuntimeIdentifiers
{
    // An identifier without one of these, such as "any" or "linux", leaves the processor open.
    private static readonly string[] s_architectures =
        ["x64", "x86", "arm64", "arm", "armel", "armv6", "wasm", "s390x", "ppc64le", "loongarch64", "riscv64", "mips64"];

    /// <summary>The sets that processors of this kind can have; all where that is open.</summary>
    internal static IEnumerable<Dialect> Sets(string runtimeIdentifier)
    {
        string? architecture = runtimeIdentifier.Split('-').LastOrDefault(s_architectures.Contains);
        return Dialect.All.Where(dialect => architecture is null || dialect.Architectures is not { } own || own.Contains(architecture));
    }
}
