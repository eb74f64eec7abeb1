using Spectre.Console;

namespace LstmGen.Tool.Output;

/// <summary>An inspection for people.</summary>
internal static class InspectionTable
{
    internal static void Print(Inspection inspection)
    {
        IAnsiConsole console = Shell.Terminal();
        var facts = new Table { Border = TableBorder.None, ShowHeaders = false };
        facts.AddColumns("", "");
        Add("File", inspection.File);
        Add("Format", inspection.Format);
        Add("Class", string.Join('\n', inspection.Attributes));
        Add("Sample", $"{inspection.Input:N0} in, {inspection.Output:N0} out, {(inspection.Streams ? "one after the other (Step) or in sequences (Run)" : "in whole sequences (Run)")}");
        Add("Parameters", $"{inspection.Parameters:N0}");
        Add("Step", $"{inspection.MultiplyAddsPerStep:N0} multiply-adds, {inspection.WeightBytes / 1024.0:N1} KiB of weights");
        if (inspection is not { InputGain: 1, OutputGain: 1 })
        {
            Add("Gains", $"inputs times {inspection.InputGain}, outputs times {inspection.OutputGain}: outside of the network");
        }

        foreach ((string name, string value) in inspection.Metadata)
        {
            Add(name, value);
        }

        console.Write(facts);
        var tensors = new Table { Border = TableBorder.Simple };
        tensors.AddColumns("tensor", "shape");
        foreach (TensorInspection tensor in inspection.Tensors)
        {
            tensors.AddRow(Markup.Escape(tensor.Name), Markup.Escape($"[{string.Join(", ", tensor.Shape)}]"));
        }

        console.Write(tensors);
        foreach (string note in inspection.Notes)
        {
            console.MarkupLineInterpolated($"note: {note}");
        }

        void Add(string name, string value) => facts.AddRow(Markup.Escape(name), Markup.Escape(value));
    }
}
