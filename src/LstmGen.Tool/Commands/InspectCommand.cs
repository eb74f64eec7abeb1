using System.CommandLine;
using LstmGen.Formats;
using LstmGen.Tool.Output;

namespace LstmGen.Tool.Commands;

/// <summary>What a file holds, what of it a class would be, and what a step costs.</summary>
internal static class InspectCommand
{
    internal static Command Create()
    {
        var model = new ModelArguments();
        var command = new Command("inspect", "Prints the format, the network as attributes, the tensors and the cost of a step; or what no class can be.");
        return model.AddTo(command).Does(parsed =>
        {
            LstmModelFile file = model.Load(parsed);
            var inspection = Inspection.Of(file);
            if (model.IsJson(parsed))
            {
                Shell.PrintJson(inspection);
            }
            else
            {
                InspectionTable.Print(inspection);
            }

            return ExitCode.Done;
        });
    }
}
