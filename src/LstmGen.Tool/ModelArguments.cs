using System.CommandLine;
using LstmGen.Formats;

namespace LstmGen.Tool;

/// <summary>The model file of a command, and what its reader is told beside it.</summary>
internal sealed class ModelArguments
{
    internal Argument<FileInfo> File { get; } = new("file") { Description = "The model file; its content says which format it is." };

    internal Option<string?> Prefix { get; } = new("--prefix") { Description = "What names of tensors begin with that belong to the network, where a file holds others too." };

    internal Option<string?> From { get; } = new("--from") { Description = "Name of the value of a graph that the network begins with." };

    internal Option<string?> To { get; } = new("--to") { Description = "Name of the value of a graph that the network ends with." };

    internal Option<bool> Json { get; } = new("--json") { Description = "Prints JSON, for scripts." };

    internal Command AddTo(Command command, bool json = true)
    {
        command.Add(File);
        command.Add(Prefix);
        command.Add(From);
        command.Add(To);
        if (json)
        {
            command.Add(Json);
        }

        return command;
    }

    internal LstmModelFile Load(ParseResult parsed) => LstmModelFile.Load(Path(parsed), Options(parsed));

    internal string Path(ParseResult parsed) => parsed.GetRequiredValue(File).ToString();

    internal bool IsJson(ParseResult parsed) => parsed.GetValue(Json);

    private LstmReadOptions Options(ParseResult parsed) => new() { Prefix = parsed.GetValue(Prefix), From = parsed.GetValue(From), To = parsed.GetValue(To) };
}
