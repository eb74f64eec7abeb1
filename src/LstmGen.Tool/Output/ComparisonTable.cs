using Spectre.Console;

namespace LstmGen.Tool.Output;

/// <summary>A comparison for people.</summary>
internal static class ComparisonTable
{
    private const int Shown = 16;

    internal static void Print(Comparison comparison)
    {
        IAnsiConsole console = Shell.Terminal();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("output", "largest difference", "at step", "rms", "");
        foreach (OutputDifference each in comparison.Outputs.OrderBy(each => each.Passed).ThenByDescending(each => each.Largest).Take(Shown).OrderBy(each => each.Output))
        {
            table.AddRow($"{each.Output}", $"{each.Largest:G3}", $"{each.AtStep}", $"{each.Rms:G3}", each.Passed ? "" : "differs");
        }

        console.Write(table);
        if (comparison.Outputs.Count > Shown)
        {
            console.MarkupLineInterpolated($"({Shown} of {comparison.Outputs.Count} outputs, those that differ most)");
        }

        console.MarkupLineInterpolated(
            $"{(comparison.Passed ? "Equal" : "DIFFERENT")}: {comparison.Steps} steps compared with {comparison.With}, largest difference {comparison.Largest:G3}, tolerance {comparison.Tolerance:G3}.");
    }
}
