using System.CommandLine;
using LstmGen.Formats;

namespace LstmGen.Tool.Commands;

/// <summary>Writes what a file holds in another format.</summary>
internal static class ConvertCommand
{
    internal static Command Create()
    {
        var model = new ModelArguments();
        var output = new Argument<FileInfo>("out") { Description = $"Where it goes; its ending says the format: {LstmModelFile.WrittenFormats}. A file that is there is replaced." };
        var bytes = new Option<bool>("--int8") { Description = "Matrices as 8-bit integers with a scale a row, of a .safetensors file: about a quarter of the bytes." };
        var command = new Command("convert", "Writes the model of a file in another format.");
        model.AddTo(command, json: false);
        command.Add(output);
        command.Add(bytes);
        return command.Does(parsed =>
        {
            LstmModelFile file = model.Load(parsed);
            string path = parsed.GetRequiredValue(output).ToString();
            try
            {
                file.Save(path, parsed.GetValue(bytes) ? LstmNumbers.Int8 : LstmNumbers.Single);
            }
            catch (ArgumentException error)
            {
                throw new ToolException(ExitCode.WrongArguments, error.Message);
            }

            Console.WriteLine($"{path}: {file.Tensors.Count} tensors of {LstmClassText.Attributes(file.Network).TrimEnd().Replace('\n', ' ')}");
            foreach (string note in file.Notes)
            {
                Console.WriteLine($"note: {note}");
            }

            return ExitCode.Done;
        });
    }
}
