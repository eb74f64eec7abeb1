using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Tool.Data;
using LstmGen.Tool.Output;

namespace LstmGen.Tool.Commands;

/// <summary>Runs a model over the rows of a file or the samples of a sound.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        var model = new ModelArguments();
        var csv = new Option<FileInfo>("--csv") { Description = "Inputs: a step a line, its numbers with commas between them; or a safetensors file." };
        var wav = new Option<FileInfo>("--wav") { Description = "Inputs: a WAV file with as many channels as the network has inputs, or of one channel where --knob gives the others." };
        var knobs = new Option<float[]>("--knob") { Description = "With --wav: the value of a further input, the same for each sample; once for each.", DefaultValueFactory = _ => [] };
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where outputs go: CSV, or 32-bit WAV with --wav. Without it, CSV is printed." };
        var command = new Command("run", "Runs the model of a file from its initial state and writes what it gives.") { csv, wav, knobs, output };
        return model.AddTo(command, json: false).Does(parsed =>
        {
            (FileInfo? table, FileInfo? sound) = (parsed.GetValue(csv), parsed.GetValue(wav));
            if ((table is null) == (sound is null))
            {
                throw new ToolException(ExitCode.WrongArguments, "either --csv or --wav was expected.");
            }

            LstmModelFile file = model.Load(parsed);
            string source = (table ?? sound)!.ToString();
            int width = ModelRun.InputWidth(file), rate = 0;
            Samples inputs = table is not null ? Samples.Load(source, "inputs") : WaveSamples.Load(source, parsed.GetValue(knobs)!, out rate);
            inputs = inputs.Of(width, source, "inputs");
            string? path = parsed.GetValue(output)?.ToString();
            Samples outputs = Work.Show("running", path is null, progress => ModelRun.Run(file, inputs, progress));
            if (path is null)
            {
                CsvSamples.Write(Console.Out, outputs);
            }
            else if (sound is not null)
            {
                WaveSamples.Save(path, outputs, rate);
            }
            else
            {
                CsvSamples.Save(path, outputs);
            }

            return ExitCode.Done;
        });
    }
}
