using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>How generated code picks the kernels of a model.</summary>
internal static class KernelChoice
{
    // The condition of the instruction set that every processor has.
    internal const string Always = "true";

    /// <summary>Whether a processor has the set and <c>kernelSet</c> names it, or none.</summary>
    internal static string Condition(Dialect dialect)
    {
        string wanted = $"kernelSet is null or \"{dialect.Name}\"";
        return dialect.Supported == Always ? wanted : $"{dialect.Supported} && ({wanted})";
    }

    /// <summary>The type of a network as a model class names it.</summary>
    internal static string Network(Network network, Dialect dialect) => Names.Generated + NetworkEmitter.TypeName(network, dialect);

    /// <summary>Statement for a <c>kernelSet</c> that no condition took.</summary>
    internal static string Refusal(string parameter, EquatableArray<Dialect> dialects)
    {
        string[] missing = [.. Dialect.All.Except(dialects).Select(dialect => dialect.Name)];
        string why = missing.Length == 0 ? "" : $" The build left out {string.Join(", ", missing)}: LstmGenKernelSets or the RuntimeIdentifier decides.";
        return $$"""throw new {{Names.ArgumentException}}($"This processor has no kernel set {kernelSet}; it has {string.Join(", ", KernelSets)}.{{why}}", nameof({{parameter}}));""";
    }
}
