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
    internal void ByUse(string name, string parameters)
    {
        string arguments = string.Join(", ", parameters.Split([", "], StringSplitOptions.None).Select(Argument));
        writer.Line().Line("/// <inheritdoc/>").Lines(_kinds.Length == 1
            ? $"public static void {name}(int use, {parameters})\n    => {_kinds[0].Key}.{name}({arguments});"
            : $"[MethodImpl(MethodImplOptions.AggressiveInlining)]\npublic static void {name}(int use, {parameters})");
        if (_kinds.Length == 1)
        {
            return;
        }

        using (writer.Block())
        using (writer.Block("switch (use)"))
        {
            foreach (IGrouping<string, int> kind in _kinds)
            {
                writer.Line(kind.Key == _kinds[_kinds.Length - 1].Key ? "default:" : $"case {string.Join(" or ", kind)}:")
                    .Line($"    {kind.Key}.{name}({arguments});")
                    .Line("    break;");
            }
        }
    }

    /// <summary>Writes the last argument of a constructor: a value for each use, in their order.</summary>
    internal void List(Func<UsePlan, string, string> value)
    {
        writer.Line("    [");
        foreach (UsePlan use in plan.Uses)
        {
            writer.Line($"        {value(use, Kernels(use))},");
        }

        writer.Line("    ]);");
    }

    private static string Argument(string parameter)
        => (parameter.StartsWith("ref ", StringComparison.Ordinal) ? "ref " : "") + parameter.Substring(parameter.LastIndexOf(' ') + 1);
}
