using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Tool.Scaffolding;

namespace LstmGen.Tool.Commands;

/// <summary>Writes a program whose model class is what a file holds.</summary>
internal static class ScaffoldCommand
{
    internal static Command Create()
    {
        var model = new ModelArguments();
        var name = new Option<string?>("--name") { Description = "Name of the class and the project; made of the file's name unless given." };
        var folder = new Option<DirectoryInfo?>("--output", "-o") { Description = "The folder, made where it is not there; named as the class unless given." };
        var force = new Option<bool>("--force") { Description = "Replaces files that are there." };
        var command = new Command("scaffold", "Writes a project: the annotated class, its weights as safetensors, and a program that reads samples and prints outputs.") { name, folder, force };
        return model.AddTo(command, json: false).Does(parsed =>
        {
            LstmModelFile file = model.Load(parsed);
            string className = parsed.GetValue(name) is { } given ? ClassName.Check(given) : ClassName.Of(file.Source);
            string path = parsed.GetValue(folder)?.ToString() ?? className;
            var project = new ScaffoldProject(file, className);
            project.Write(path, parsed.GetValue(force));
            foreach (string written in project.Files)
            {
                Console.WriteLine(Path.Combine(path, written));
            }

            foreach (string note in file.Notes)
            {
                Console.WriteLine($"note: {note}");
            }

            Console.WriteLine($"dotnet run -c Release --project {path} < samples.csv");
            return ExitCode.Done;
        });
    }
}
