using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Planning;
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

    /// <summary>The last argument of a step of a network where steps of some layer go through its units in turn forwards and backwards: a rule of the layers alone.</summary>
    internal static string Turn(Network network) => network.Layers.Any(Planner.Turns) ? $", {Names.StepScratch}.FromEnd()" : "";

    /// <summary>Writes a call of the network on the instruction set in use: one case each. The conditions are constants: code for other processors is never compiled.</summary>
    internal static void Dispatch(CodeWriter writer, Network network, EquatableArray<Dialect> dialects, Func<string, string> call)
    {
        using (writer.Block("switch (_lstmKernels)"))
        {
            for (int index = 0; index < dialects.Count; index++)
            {
                Dialect dialect = dialects[index];
                writer.Lines(index < dialects.Count - 1 ? $"case {index} when {dialect.Supported}:" : "default:")
                    .Line($"    {call(Network(network, dialect))}").Line("    break;");
            }
        }
    }

    /// <summary>Statement for a <c>kernelSet</c> that no condition took.</summary>
    internal static string Refusal(string parameter, EquatableArray<Dialect> dialects)
    {
        string[] missing = [.. Dialect.All.Except(dialects).Select(dialect => dialect.Name)];
        string why = missing.Length == 0 ? "" : $" The build left out {string.Join(", ", missing)}: LstmGenKernelSets or the RuntimeIdentifier decides.";
        return $$"""throw new {{Names.ArgumentException}}($"This processor has no kernel set {kernelSet}; it has {string.Join(", ", KernelSets)}.{{why}}", nameof({{parameter}}));""";
    }
}
