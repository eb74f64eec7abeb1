using Spectre.Console;

namespace LstmGen.Tool.Output;

/// <summary>The cost of narrow weights for people.</summary>
internal static class NarrowTable
{
    internal static void Print(NarrowComparison comparison)
    {
        IAnsiConsole console = Shell.Terminal();
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("", "largest difference", "rms", "of values up to");
        Add("outputs", comparison.Outputs);
        Add("h after the last step", comparison.Hidden);
        Add("c and further states", comparison.Cell);
        console.Write(table);
        string end = comparison.Tolerance is double most ? $" {(comparison.Passed ? "Within" : "NOT within")} the tolerance of {most:G3}." : "";
        console.MarkupLineInterpolated($"{comparison.Weights} weights beside those of single precision over {comparison.Inputs}, {comparison.Steps} steps.{end}");

        void Add(string name, LstmDifference of)
        {
            if (of.Count > 0)
            {
                table.AddRow(name, $"{of.Largest:G3}", $"{of.Rms:G3}", $"{of.LargestValue:G3}");
            }
        }
    }
}
