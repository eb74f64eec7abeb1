using LstmGen.Generator.Dialects;
using LstmGen.Generator.Planning;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the members of a network that call the kernels of one of its uses.</summary>
internal sealed class NetworkCalls(CodeWriter writer, NetworkPlan plan, Dialect dialect)
{
    private readonly IGrouping<string, int>[] _kinds =
        [.. Enumerable.Range(0, plan.Uses.Count).GroupBy(use => LayerEmitter.TypeName(plan.Uses[use].Use.Layer, dialect))];

    /// <summary>What calls of the kernels of a use need.</summary>
    internal string[] Usings => _kinds.Length > 1 ? ["System.Runtime.CompilerServices"] : [];

    /// <summary>The type of the kernels of a use.</summary>
    internal string Kernels(UsePlan use) => LayerEmitter.TypeName(use.Use.Layer, dialect);

    /// <summary>Writes a member that passes its parameters on to the kernel of that name; uses of the same kernels are one case.</summary>
    /// <param name="name">The member.</param>
    /// <param name="parameters">Those behind the index of the use.</param>
    /// <param name="has">Which uses have such a kernel; all but cells, where that is not said. The library calls it for no others.</param>
    internal void ByUse(string name, string parameters, Func<UsePlan, bool>? has = null)
    {
        string arguments = string.Join(", ", parameters.Split([", "], StringSplitOptions.None).Select(Argument));
        IGrouping<string, int>[] kinds = [.. _kinds.Where(kind => has?.Invoke(plan.Uses[kind.First()]) ?? !plan.Uses[kind.First()].IsCell)];
        if (kinds.Length == 0)
        {
            return; // the interface has one that does nothing
        }

        writer.Line().Line("/// <inheritdoc/>").Lines(kinds.Length == 1
            ? $"public static void {name}(int use, {parameters})\n    => {kinds[0].Key}.{name}({arguments});"
            : $"[MethodImpl(MethodImplOptions.AggressiveInlining)]\npublic static void {name}(int use, {parameters})");
        if (kinds.Length == 1)
        {
            return;
        }

        using (writer.Block())
        using (writer.Block("switch (use)"))
        {
            foreach (IGrouping<string, int> kind in kinds)
            {
                writer.Line(kind.Key == kinds[kinds.Length - 1].Key ? "default:" : $"case {string.Join(" or ", kind)}:")
                    .Line($"    {kind.Key}.{name}({arguments});")
                    .Line("    break;");
            }
        }
    }

    /// <summary>Writes an argument of a constructor: a value for each use, in their order.</summary>
    internal void List(Func<UsePlan, string, string> value, string end = ");")
    {
        writer.Line("    [");
        foreach (UsePlan use in plan.Uses)
        {
            writer.Line($"        {value(use, Kernels(use))},");
        }

        writer.Line($"    ]{end}");
    }

    private static string Argument(string parameter)
        => (parameter.StartsWith("ref ", StringComparison.Ordinal) ? "ref " : "") + parameter.Substring(parameter.LastIndexOf(' ') + 1);
}
